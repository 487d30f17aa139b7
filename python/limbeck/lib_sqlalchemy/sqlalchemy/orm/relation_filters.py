"""Conditions over relationships: Model.items.any(...), Model.parent.has(...), Model.parent == obj."""

from .attributes import state_of


def _exists(prop, *criteria):
    from ..sql.expression import exists

    conditions = [prop.primaryjoin] + ([prop.secondaryjoin] if prop.secondary is not None else [])
    return exists().where(*conditions, *criteria)


def _criteria(prop, criterion, values):
    class_ = prop.mapper.class_
    return ([] if criterion is None else [criterion]) + [getattr(class_, name) == one for name, one in values.items()]


def _matches(prop, obj):
    """The condition that the relationship leads to `obj`."""
    from ..sql.expression import and_

    state_of(obj)
    if prop.secondary is not None or prop.direction.name == "ONETOMANY":
        mapper = prop.mapper
        return _exists(
            prop, *[column == getattr(obj, mapper.get_property_by_column(column).key) for column in mapper.primary_key]
        )
    mapper = prop.mapper
    conditions = [
        here == getattr(obj, mapper.get_property_by_column(there).key) for here, there in prop.local_remote_pairs
    ]
    return conditions[0] if len(conditions) == 1 else and_(*conditions)


def _absent(prop):
    from ..sql.expression import and_, not_

    if prop.direction.name != "MANYTOONE":
        return not_(_exists(prop))
    conditions = [here == None for here, _ in prop.local_remote_pairs]  # noqa: E711  SQL's IS NULL
    return conditions[0] if len(conditions) == 1 else and_(*conditions)


def compared(prop, op, other=None):
    """Model.relation == other, or another operator."""
    from ..sql.expression import not_

    name = getattr(op, "__name__", "")
    condition = _absent(prop) if other is None else _matches(prop, other)
    return not_(condition) if name in ("ne", "is_not") else condition


def filter_named(prop, attribute, name):
    """What Model.relation has under a name."""
    filters = {
        "any": lambda criterion=None, **values: _exists(prop, *_criteria(prop, criterion, values)),
        "has": lambda criterion=None, **values: _exists(prop, *_criteria(prop, criterion, values)),
        "contains": lambda other: _matches(prop, other),
        "is_": lambda other: compared(prop, None, other),
        "is_not": lambda other: ~compared(prop, None, other),
        "isnot": lambda other: ~compared(prop, None, other),
        "of_type": lambda other: attribute,
        "and_": lambda *criteria: attribute,
    }
    return filters[name]
