"""Stands for alembic_utils where it is not installed: the entities that revisions create, replace and drop."""
