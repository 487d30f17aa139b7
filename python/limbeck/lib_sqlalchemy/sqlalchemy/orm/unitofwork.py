"""What a session writes to the database: new, changed and deleted objects, in the order of foreign keys."""

from limbeck.missing import raise_for

from ..sql.expression import delete, insert, update
from .attributes import NO_VALUE, state_of
from .identity import objects_in

__getattr__ = raise_for(__name__)

_COUNT_CHANGES = ("mysql", "mariadb")  # an UPDATE that changes nothing counts no row


def flush(session):
    """Write everything that is new, changed or to be deleted."""
    _take_in_related(session)
    new, changed, gone = session._new, session._dirty, session._deleted
    if not (new or changed or gone):
        return
    links = []
    mappers = _in_order(new, changed)
    for mapper in mappers:
        for state in _parents_first([one for one in new.values() if one.mapper is mapper]):
            _take_keys(state)
            _insert(session, state)
            _give_keys(session, state, links)
    for mapper in mappers:
        for state in [one for one in changed.values() if one.mapper is mapper]:
            _change(session, state, links)
    while changed:  # what became so by the relationships of others
        _change(session, next(iter(changed.values())), links)
    _write_links(session, links)
    for mapper in reversed(_in_order(gone)):
        for state in reversed(_parents_first([one for one in gone.values() if one.mapper is mapper])):
            _delete(session, state)
    new.clear()
    changed.clear()
    gone.clear()


def _change(session, state, links):
    if _id(state) not in session._deleted:
        _take_keys(state)
        _give_keys(session, state, links)
        _update(session, state)
    session._dirty.pop(_id(state), None)


def _id(state):
    return id(state.object)


def _in_order(*groups):
    """The mappers of states so that a table comes behind those that it references."""
    from ..sql.create import sort_tables

    mappers = {state.mapper for group in groups for state in group.values()}
    tables = []
    for mapper in mappers:
        tables += [table for table in mapper.tables if table not in tables]
    places = {table: place for place, table in enumerate(sort_tables(tables))} if len(tables) > 1 else {}
    return sorted(mappers, key=lambda mapper: places.get(mapper.local_table, 0))


def _parents_first(states):
    """Objects of one class so that one comes behind those that its relationships to the class lead to."""
    if len(states) < 2:
        return states
    within = {_id(state): state for state in states}
    mapper = states[0].mapper
    loops = [prop.key for prop in mapper.relationships if prop.mapper.base_mapper is mapper.base_mapper]
    if not loops:
        return states
    above = {}
    for state in states:
        for key in loops:
            for other in objects_in(state.dict.get(key)):
                if id(other) in within:
                    one_up = state.mapper.get_property(key).direction.name == "MANYTOONE"
                    child, parent = (state, within[id(other)]) if one_up else (within[id(other)], state)
                    above.setdefault(_id(child), []).append(parent)
    ordered, seen = [], set()

    def visit(state):
        if _id(state) not in seen:
            seen.add(_id(state))
            for parent in above.get(_id(state), ()):
                visit(parent)
            ordered.append(state)

    for state in states:
        visit(state)
    return ordered


# ---- related objects


def _take_in_related(session):
    """Objects that others lead to belong to the session, too; parents whose collections have changed are written."""
    waiting = list(session._new.values()) + list(session._dirty.values())
    waiting += [state_of(obj) for obj in session.identity_map.values() if _has_collections(obj)]
    seen = set()
    for state in waiting:  # which grows
        if _id(state) in seen or _id(state) in session._deleted:
            continue
        seen.add(_id(state))
        for prop in _relations(state):
            for other in objects_in(state.dict.get(prop.key)):
                known = state_of(other)
                if known.session is None and not known.deleted:
                    session._attach(other)
                    waiting.append(known)
            if prop.uselist and state.key is not None and _differs(state, prop):
                session._dirty[_id(state)] = state


def _relations(state):
    return [prop for prop in state.mapper.relationships if prop.key in state.dict and not prop.viewonly]


_with_collections = {}


def _has_collections(obj):
    names = _with_collections.get(type(obj))
    if names is None:
        relations = type(obj).__mapper__.relationships
        names = [prop.key for prop in relations if prop.uselist or prop.direction.name != "MANYTOONE"]
        _with_collections[type(obj)] = names
    values = obj.__dict__
    return any(name in values for name in names)


def _loaded_items(state, key):
    """What a collection held when it was loaded or last written."""
    known = state.__dict__.setdefault("collections", {})
    if key not in known and state.key is not None and state.changed.get(key) is NO_VALUE:  # set and never read
        with state.session.no_autoflush:
            known[key] = tuple(objects_in(state.mapper.get_property(key).load(state)))
    return known.get(key, ())


def _differs(state, prop):
    now = {id(one) for one in objects_in(state.dict.get(prop.key))}
    return now != {id(one) for one in _loaded_items(state, prop.key)}


def _value(state, column):
    return getattr(state.object, state.mapper.get_property_by_column(column).key)


def _set(session, state, column, value):
    """Give an object a value for a column because of a relationship."""
    key = state.mapper.get_property_by_column(column).key
    if state.dict.get(key, NO_VALUE) != value:
        state.note(key, state.dict.get(key, NO_VALUE))
        state.dict[key] = value
        if state.key is not None:
            session._dirty[_id(state)] = state


def _take_keys(state):
    """The foreign keys of the objects that this one belongs to."""
    for prop in _relations(state):
        if prop.direction.name != "MANYTOONE":
            continue
        other = state.dict[prop.key]
        if other is None and prop.key not in state.changed:
            continue
        for here, there in prop.local_remote_pairs:
            value = None if other is None else _value(state_of(other), there)
            _set(state.session, state, here, value)


def _give_keys(session, state, links):
    """The foreign keys of the objects that belong to this one, and rows of tables between."""
    for prop in _relations(state):
        kind = prop.direction.name
        if kind == "MANYTOONE":
            continue
        now, before = objects_in(state.dict.get(prop.key)), _loaded_items(state, prop.key)
        known = {id(one) for one in now}
        added = [one for one in now if not any(one is other for other in before)]
        removed = [one for one in before if id(one) not in known]
        if kind == "MANYTOMANY":
            links += [(prop, state, one, True) for one in added] + [(prop, state, one, False) for one in removed]
        else:
            _give_key(session, state, prop, added, removed)
        state.__dict__.setdefault("collections", {})[prop.key] = tuple(now)


def _give_key(session, state, prop, added, removed):
    for one in added:
        for here, there in prop.local_remote_pairs:
            _set(session, state_of(one), there, _value(state, here))
    for one in removed:
        other = state_of(one)
        if other.deleted or _id(other) in session._deleted:
            continue
        if prop.cascade.delete_orphan:
            session._deleted[_id(other)] = other
            continue
        for here, there in prop.local_remote_pairs:
            if other.dict.get(other.mapper.get_property_by_column(there).key) == _value(state, here):
                _set(session, other, there, None)


def _write_links(session, links):
    """Rows of the tables between; each once, though both sides have the relationship."""
    done = set()
    for prop, state, other, added in links:
        pairs = [(between, _value(state, here)) for here, between in prop.local_remote_pairs]
        pairs += [(between, _value(state_of(other), there)) for between, there in prop.remote_pairs]
        mark = prop.secondary, added, frozenset((column.key, value) for column, value in pairs)
        if mark in done:
            continue
        done.add(mark)
        if added:
            session._send(insert(prop.secondary), {column.key: value for column, value in pairs})
        else:
            session._send(delete(prop.secondary).where(*[column == value for column, value in pairs]))


# ---- rows


def default_of(default, values):
    """The value of a column's Python default, as (value,); None if it is an SQL expression or there is none."""
    if default is None or default.is_sequence or default.is_clause_element:
        return None
    return (default.arg(_DefaultContext(values)) if default.is_callable else default.arg,)


class _DefaultContext:
    """What a default function may ask for."""

    def __init__(self, values):
        self.current_parameters = values

    def get_current_parameters(self, isolate_multiinsert_groups=True):
        return self.current_parameters


def _column_in(prop, table):
    """The column that an attribute has in a table, or None."""
    for column in prop.columns:
        if getattr(column, "table", None) is table:
            return column
    return table.c.get(prop.columns[0].key) if prop.columns[0].primary_key else None


def insert_values(mapper, values, table):
    """The values of a new row by column key, of those by attribute; defaults of Python's go into both."""
    found = {}
    for key, prop in mapper.column_attrs.items():
        column = None if prop.is_expression else _column_in(prop, table)
        if column is None:
            continue
        value = values.get(key)
        if value is None:
            made = default_of(column.default, values)
            if made is not None:
                value = values[key] = made[0]
            elif column is mapper.polymorphic_on and mapper.polymorphic_identity is not None:
                value = values[key] = mapper.polymorphic_identity
        if value is not None:
            found[column.key] = value
        elif not (column.primary_key or column.server_default is not None or column.default is not None):
            found[column.key] = None
    return found


def _insert(session, state):
    mapper, values = state.mapper, state.dict
    _tell(session, state, "before_insert")
    for table in mapper.tables:
        row = insert_values(mapper, values, table)
        result = session._send(insert(table).values(row) if row else insert(table))
        made = result.inserted_primary_key
        for column, value in zip(table.primary_key.columns, made or ()):
            for key, prop in mapper.column_attrs.items():
                if _column_in(prop, table) is column and values.get(key) is None:
                    values[key] = value
    _forget_made_by_database(mapper, values)
    session._loaded(state.object, mapper.identity_key_from_instance(state.object))
    _tell(session, state, "after_insert")


def _tell(session, state, name):
    """Call the listeners of a mapped class."""
    from ..event import fire, listeners_of

    if listeners_of(state.object, name):
        fire(state.object, name, state.mapper, session.connection(), state.object)


def _forget_made_by_database(mapper, values):
    """Attributes whose value only the database knows are loaded when they are used."""
    for key, prop in mapper.column_attrs.items():
        column = prop.columns[0]
        made = prop.is_expression or column.server_default is not None or column.default is not None
        if made and values.get(key) is None and key in values:
            del values[key]


def _update(session, state):
    mapper = state.mapper
    _tell(session, state, "before_update")
    changed = {key for key in state.changed if key in state.dict}
    keys = _key_values(state)
    for table in mapper.tables:
        row = {}
        for key in changed:
            prop = mapper.attrs.get(key)
            column = _column_in(prop, table) if prop is not None and prop.is_column and not prop.is_expression else None
            if column is not None and state.dict[key] != state.changed[key]:
                row[column.key] = state.dict[key]
        if not row:
            continue
        for key, prop in mapper.column_attrs.items():
            column = None if prop.is_expression else _column_in(prop, table)
            if column is not None and column.key not in row and column.onupdate is not None:
                made = default_of(column.onupdate, row)
                if made is not None:
                    row[column.key] = state.dict[key] = made[0]
                else:
                    state.dict.pop(key, None)
        result = session._send(update(table).where(*_is_row(table, mapper, keys)).values(row))
        if result.rowcount == 0 and result.connection.dialect.name not in _COUNT_CHANGES:
            _stale("UPDATE", table)
    for key in [key for key in changed if _is_expression(state.dict.get(key))]:
        del state.dict[key]
    state.changed.clear()
    session._identify(state)
    _tell(session, state, "after_update")


def _is_expression(value):
    return hasattr(value, "__clause_element__") or getattr(value, "is_clause_element", False)


def _key_values(state):
    """The primary key as the database has it, which is not always what the object says."""
    return state.key[1]


def _is_row(table, mapper, values):
    return [table.c[column.key] == value for column, value in zip(mapper.primary_key, values)]


def _delete(session, state):
    mapper = state.mapper
    for prop in mapper.relationships:
        if prop.viewonly or prop.direction.name == "MANYTOONE" or prop.passive_deletes:
            continue
        _let_go(session, state, prop)
    _tell(session, state, "before_delete")
    for table in reversed(mapper.tables):
        session._send(delete(table).where(*_is_row(table, mapper, _key_values(state))))
    session._forget(state)
    state.deleted = True
    _tell(session, state, "after_delete")


def _let_go(session, state, prop):
    """Before an object is deleted: rows that reference it."""
    if prop.direction.name == "MANYTOMANY":
        pairs = [between == _value(state, here) for here, between in prop.local_remote_pairs]
        session._send(delete(prop.secondary).where(*pairs))
        return
    for other in objects_in(getattr(state.object, prop.key)):
        known = state_of(other)
        if known.deleted or known.key is None:
            continue
        if prop.cascade.delete:
            session._deleted.pop(_id(known), None)
            _delete(session, known)
        else:
            for _, there in prop.local_remote_pairs:
                _set(session, known, there, None)
            _update(session, known)


def _stale(verb, table):
    from .exc import StaleDataError

    raise StaleDataError(
        "%s statement on table '%s' expected to update 1 row(s); 0 were matched." % (verb, table.name)
    )
