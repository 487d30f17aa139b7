"""Stands for sqlalchemy_json where it is not installed."""

from sqlalchemy.types import JSON


def mutable_json_type(dbtype=JSON, nested=False):
    """The type itself: that values know when they change does not matter here."""
    return dbtype


MutableJson = NestedMutableJson = JSON
