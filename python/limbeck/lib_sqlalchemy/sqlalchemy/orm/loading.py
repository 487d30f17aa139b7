"""Loading single objects: attributes that are not there, and objects anew."""

from limbeck.missing import raise_for

from ..sql.expression import select

__getattr__ = raise_for(__name__)


def load_attribute(state, key):
    """Load an attribute that an object of a session lacks, and with it all others that are lacking."""
    prop = state.mapper.get_property(key)
    if not prop.is_column:
        return
    names = [one.key for one in state.mapper.column_attrs if one.key not in state.dict and not _waits(one)]
    _load(state, names if key in names else names + [key])


def _waits(prop):
    return getattr(prop, "deferred", False)


def refresh(state, names=None):
    """Load attributes of an object anew, or all of them."""
    from .. import exc

    if state.session is None or state.key is None:
        raise exc.InvalidRequestError("Instance '%r' is not persistent within this Session" % (state.object,))
    mapper = state.mapper
    if names:
        for name in names:
            if not mapper.get_property(name).is_column:
                state.dict.pop(name, None)
        names = [name for name in names if mapper.get_property(name).is_column]
    else:
        for prop in mapper.relationships:
            state.dict.pop(prop.key, None)
        names = [prop.key for prop in mapper.column_attrs]
    if names:
        _load(state, names)


def _load(state, names):
    session = state.session
    if session is None:
        from .exc import DetachedInstanceError

        raise DetachedInstanceError(
            "Instance %r is not bound to a Session; attribute refresh operation cannot proceed" % state.class_.__name__
        )
    mapper = state.mapper
    columns = [mapper.get_property(name).columns[0] for name in names]
    statement = select(*columns).select_from(mapper.persist_selectable)
    statement = statement.where(*[column == value for column, value in zip(mapper.primary_key, state.key[1])])
    found = session._send(statement, mapper=mapper).first()
    if found is None:
        from .exc import ObjectDeletedError

        raise ObjectDeletedError(state)
    for name, value in zip(names, found):
        state.dict[name] = value
        dict.pop(state.changed, name, None)
