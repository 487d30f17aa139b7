# scripts/migration_history.py
"""Display migration history and status."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

def show_migration_history():
    """Show detailed migration history."""
    config = Config("alembic.ini")
    script_dir = ScriptDirectory.from_config(config)

    for revision in script_dir.walk_revisions():
        print(f"Revision: {revision.revision}")
        print(f"Down Revision: {revision.down_revision}")
        print(f"Description: {revision.doc}")
        print(f"Path: {revision.path}")
        print("-" * 50)

if __name__ == "__main__":
    show_migration_history()
