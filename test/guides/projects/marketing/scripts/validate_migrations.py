# scripts/validate_migrations.py
"""Validate database state after migrations."""

import sys
from sqlalchemy import create_engine, text
from app.core.config import settings

def validate_schema():
    """Validate database schema integrity."""
    engine = create_engine(settings.DATABASE_URL)

    validations = [
        # Check foreign key constraints
        "SELECT COUNT(*) FROM information_schema.table_constraints WHERE constraint_type = 'FOREIGN KEY'",

        # Check for orphaned records
        "SELECT COUNT(*) FROM posts p LEFT JOIN users u ON p.user_id = u.id WHERE u.id IS NULL",

        # Check data consistency
        "SELECT COUNT(*) FROM campaigns c WHERE c.start_date > c.end_date",
    ]

    with engine.connect() as conn:
        for validation in validations:
            result = conn.execute(text(validation))
            count = result.scalar()
            print(f"Validation: {validation[:50]}... Result: {count}")

if __name__ == "__main__":
    validate_schema()
