"""Many rows at once: Session.bulk_save_objects(), bulk_insert_mappings(), bulk_update_mappings()."""

from limbeck.missing import raise_for

from ..sql.expression import bindparam, insert, update
from .attributes import state_of
from .unitofwork import _column_in, default_of, insert_values

__getattr__ = raise_for(__name__)


def insert_mappings(session, mapper, mappings):
    """Insert rows; those next to each other that have the same columns go as one statement."""
    for table in mapper.tables:
        rows = [insert_values(mapper, dict(one), table) for one in mappings]
        for group in _groups(rows):
            session._send(insert(table), group)


def update_mappings(session, mapper, mappings):
    """Update rows by their primary keys."""
    names = mapper.primary_key_names
    for table in mapper.tables:
        columns = {}
        for key, prop in mapper.column_attrs.items():
            column = None if prop.is_expression else _column_in(prop, table)
            if column is not None:
                columns[key] = column
        rows = []
        for one in mappings:
            row = {columns[key].key: value for key, value in one.items() if key in columns and key not in names}
            for key, column in columns.items():
                made = default_of(column.onupdate, row) if row and column.key not in row else None
                if made is not None:
                    row[column.key] = made[0]
            if row:
                rows.append(dict(row, **{"key_%d_" % at: one[name] for at, name in enumerate(names)}))
        keys = ["key_%d_" % at for at in range(len(names))]
        where = [table.c[column.key] == bindparam(key) for column, key in zip(mapper.primary_key, keys)]
        for group in _groups(rows):
            values = {name: bindparam(name) for name in group[0] if name not in keys}
            session._send(update(table).where(*where).values(values), group)


def save_objects(session, objects, return_defaults=False):
    """Insert objects that are new, update those that the database has."""
    for class_, group in _runs(objects, lambda one: (type(one), state_of(one).key is None)):
        mapper = class_[0].__mapper__
        if class_[1] and return_defaults:
            for one in group:
                row = insert_values(mapper, one.__dict__, mapper.local_table)
                result = session._send(insert(mapper.local_table).values(row))
                for name, value in zip(mapper.primary_key_names, result.inserted_primary_key or ()):
                    one.__dict__[name] = value
        elif class_[1]:
            insert_mappings(session, mapper, [_values(mapper, one) for one in group])
        else:
            changed = []
            for one in group:
                state = state_of(one)
                values = {key: one.__dict__[key] for key in state.changed if key in one.__dict__}
                if values:
                    values.update(zip(mapper.primary_key_names, state.key[1]))
                    changed.append(values)
                state.changed.clear()
            update_mappings(session, mapper, changed)


def _values(mapper, obj):
    return {prop.key: obj.__dict__[prop.key] for prop in mapper.column_attrs if prop.key in obj.__dict__}


def _runs(items, mark_of):
    """Items next to each other of the same mark: pairs of mark and list."""
    found = []
    for one in items:
        mark = mark_of(one)
        if not found or found[-1][0] != mark:
            found.append((mark, []))
        found[-1][1].append(one)
    return found


def _groups(rows):
    return [group for _, group in _runs(rows, lambda row: tuple(sorted(row)))]
