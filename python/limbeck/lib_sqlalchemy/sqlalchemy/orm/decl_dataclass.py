"""Mapped classes as dataclasses."""

from .attributes import InstrumentedAttribute
from .mapped import MappedColumn

_FIELD = ("init", "repr", "default", "default_factory", "compare", "kw_only", "hash")


def make_dataclass(cls, scan, options):
    """Give the class the methods of a dataclass, over its mapped attributes."""
    import dataclasses

    kept = {name: vars(cls)[name] for name in list(vars(cls)) if isinstance(vars(cls)[name], InstrumentedAttribute)}
    annotations = dict(cls.__dict__.get("__annotations__") or {})
    fields = {}
    for one in scan.attributes.values():
        if one.annotation is None and one.name not in annotations:
            continue
        given = dict(getattr(one.value, "dataclass_options", None) or _options_of(one.value))
        given = {name: value for name, value in given.items() if name in _FIELD}
        if "default_factory" in given:
            given.pop("default", None)
        fields[one.name] = dataclasses.field(**given)
    plain = {name: kept.pop(name) for name in list(kept) if name not in fields}
    for name in plain:
        type.__delattr__(cls, name)
    for name, field in fields.items():
        type.__setattr__(cls, name, field)
    whole = {name: annotations.get(name, object) for name in annotations if name in fields}
    whole.update({name: object for name in fields if name not in whole})
    type.__setattr__(cls, "__annotations__", whole)
    if vars(cls).get("__init__") is not None and "__init__" in vars(cls) and not options.get("init", True) is False:
        type.__delattr__(cls, "__init__")
    dataclasses.dataclass(cls, **{name: value for name, value in options.items() if value is not None})
    type.__setattr__(cls, "__annotations__", annotations)
    for name, attribute in {**plain, **kept}.items():
        type.__setattr__(cls, name, attribute)


def _options_of(value):
    return (
        {name: value.options[name] for name in _FIELD if name in getattr(value, "options", {})}
        if not isinstance(value, MappedColumn)
        else {}
    )
