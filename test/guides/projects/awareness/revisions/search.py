"""full-text search

Revision ID: 0014
Revises: 0013
Create Date: 2024-01-15 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade():
    """Add full-text search to articles."""
    # Add tsvector column
    op.add_column(
        'articles',
        sa.Column(
            'search_vector',
            postgresql.TSVECTOR,
            nullable=True
        )
    )

    # Create GIN index
    op.create_index(
        'ix_articles_search_vector',
        'articles',
        ['search_vector'],
        postgresql_using='gin'
    )

    # Update search vectors
    op.execute("""
        UPDATE articles
        SET search_vector =
            setweight(to_tsvector('english', coalesce(title, '')), 'A') ||
            setweight(to_tsvector('english', coalesce(content, '')), 'B')
    """)

    # Create trigger to maintain search vector
    op.execute("""
        CREATE OR REPLACE FUNCTION articles_search_trigger() RETURNS trigger AS $$
        BEGIN
            NEW.search_vector :=
                setweight(to_tsvector('english', coalesce(NEW.title, '')), 'A') ||
                setweight(to_tsvector('english', coalesce(NEW.content, '')), 'B');
            RETURN NEW;
        END
        $$ LANGUAGE plpgsql;

        CREATE TRIGGER articles_search_update
        BEFORE INSERT OR UPDATE ON articles
        FOR EACH ROW EXECUTE FUNCTION articles_search_trigger();
    """)


def downgrade():
    op.execute("DROP TRIGGER articles_search_update ON articles; DROP FUNCTION articles_search_trigger();")
    op.drop_index('ix_articles_search_vector', table_name='articles', postgresql_using='gin')
    op.drop_column('articles', 'search_vector')
