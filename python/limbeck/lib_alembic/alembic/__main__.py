"""`python -m alembic`: the limbeck program under its other name."""

from .config import main

if __name__ == "__main__":
    main(prog="alembic")
