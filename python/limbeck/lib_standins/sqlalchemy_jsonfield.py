"""Stands for sqlalchemy_jsonfield where it is not installed."""

from sqlalchemy import types

from limbeck_standin import becomes


def _field(enforce_string=False, enforce_unicode=False, json=None, json_type=types.JSON):
    if enforce_string:
        return types.UnicodeText() if enforce_unicode else types.Text()
    return json_type() if isinstance(json_type, type) else json_type


JSONField = becomes("JSONField", _field, __name__)
