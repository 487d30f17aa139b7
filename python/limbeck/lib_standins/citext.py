"""Stands for citext where it is not installed."""

from limbeck_standin import sql_type

CIText = sql_type("CIText", lambda *args, **kw: "CITEXT", __name__)
