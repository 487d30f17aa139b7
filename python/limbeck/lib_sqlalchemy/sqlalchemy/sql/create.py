"""Creating and dropping tables with all that belongs to them, in the right order."""

from .. import event
from .item import levels, topological


def connections(bind):
    """The connection to run on: `bind` itself, or one of an engine, committed at the end."""
    if bind is None:
        from ..exc import UnboundExecutionError

        raise UnboundExecutionError("a connection or an engine is needed to create or drop parts of a schema")
    if hasattr(bind, "begin") and hasattr(bind, "connect") and not hasattr(bind, "in_transaction"):
        with bind.begin() as connection:
            yield connection
    else:
        yield bind


def run(connection, operation, element=None):
    """Have the engine run an operation on a connection; mock engines are given the element."""
    if hasattr(connection, "_operation"):
        connection._operation(operation)
    elif element is not None:
        connection.execute(element)


def invoke_type(verb, type_, bind, checkfirst):
    """Create or drop an enum."""
    from limbeck import describe

    for connection in connections(bind):
        wire = describe.type_of(type_, connection.dialect)
        if connection.dialect.supports_native_enum and connection.dialect.name == "postgresql":
            run(connection, {"op": verb, "type": wire, "check_first": bool(checkfirst)})


def sort_tables(tables, skip_fn=None, extra_dependencies=None):
    """Tables, each after those that it references; in cycles the foreign keys of the cycle do not count."""
    from ..exc import CircularDependencyError

    tables = list(tables)
    dependencies = _dependencies(tables, skip_fn) | set(extra_dependencies or ())
    try:
        return topological(dependencies, tables)
    except CircularDependencyError:
        import warnings

        from ..exc import SAWarning

        names = ", ".join(sorted(table.key for table in tables))
        warnings.warn(
            'Cannot correctly sort tables; there are unresolvable cycles between tables "%s"' % names, SAWarning
        )
        return [table for table, _ in sort_tables_and_constraints(tables) if table is not None]


def _dependencies(tables, skip_fn=None, without=()):
    within = set(tables)
    found = set()
    for table in tables:
        for constraint in table.foreign_key_constraints:
            if constraint.use_alter or constraint in without or (skip_fn and skip_fn(constraint.elements[0])):
                continue
            parent = _referred(constraint)
            if parent is not table and parent in within:
                found.add((parent, table))
        found |= {pair for pair in table.metadata._dependencies if pair[1] is table and pair[0] in within}
    return found


def _referred(constraint):
    """The table that a foreign key references; None if nobody has defined it."""
    from ..exc import NoReferenceError

    try:
        return constraint.referred_table
    except NoReferenceError:
        return None


def sort_tables_and_constraints(tables, filter_fn=None, extra_dependencies=None):
    """Pairs (table, its foreign keys that can be written with it), then (None, those that must come later)."""
    tables = list(tables)
    late = {constraint for table in tables for constraint in table.foreign_key_constraints if constraint.use_alter}
    if filter_fn:
        late |= {one for table in tables for one in table.foreign_key_constraints if filter_fn(one) is False}
    dependencies = _dependencies(tables, without=late)
    late |= {
        constraint
        for child in _in_cycles(dependencies, tables)
        for constraint in child.foreign_key_constraints
        if (_referred(constraint), child) in dependencies
    }
    ordered = topological(_dependencies(tables, without=late), tables)
    pairs = [(table, [one for one in _by_age(table) if one not in late]) for table in ordered]
    return pairs + [(None, [one for table in ordered for one in _by_age(table) if one in late])]


def _by_age(table):
    return sorted(table.foreign_key_constraints, key=lambda one: one._creation_order)


def _in_cycles(dependencies, tables):
    """The tables that depend on themselves by way of others."""
    return _left(_left(tables, dependencies), {(child, parent) for parent, child in dependencies})


def _left(tables, dependencies):
    """The tables that cannot be put in order."""
    from ..exc import CircularDependencyError

    left = list(tables)
    try:
        for level in levels(dependencies, tables):
            left = [table for table in left if table not in level]
    except CircularDependencyError:
        pass
    return left


def create_all(metadata, bind, tables, checkfirst, alone=None):
    """Create tables with what belongs to them. alone: the one table, if Table.create() asks."""
    from . import ddl

    for connection in connections(bind):
        wanted = list(metadata.tables.values()) if tables is None else list(tables)
        wanted.sort(key=lambda table: table.key)
        whole = alone is None
        if whole:
            event.fire(metadata, "before_create", metadata, connection, tables=wanted, checkfirst=checkfirst)
            for type_ in metadata._enums if tables is None else ():
                invoke_type("create_type", type_, connection, checkfirst)
            for sequence in metadata._sequences.values() if tables is None else ():
                if connection.dialect.supports_sequences and not (
                    sequence.optional and connection.dialect.sequences_optional
                ):
                    ddl.CreateSequence(sequence)._invoke(connection, checkfirst)
        ordered = sort_tables_and_constraints(wanted)
        late = ordered.pop()[1] if connection.dialect.supports_alter else []
        if checkfirst:
            late = [one for one in late if not _exists(one.table, connection)]
        for table, _ in ordered:
            if table is not None:
                _create_table(table, connection, checkfirst, late)
        for constraint in late:
            run(connection, ddl.AddConstraint(constraint).operation(connection.dialect), ddl.AddConstraint(constraint))
        if whole:
            event.fire(metadata, "after_create", metadata, connection, tables=wanted, checkfirst=checkfirst)


def _create_table(table, connection, checkfirst, late):
    if checkfirst and _exists(table, connection):
        return
    from limbeck import describe

    from .ddl import CreateTable

    event.fire(table, "before_create", table, connection, checkfirst=checkfirst)
    wire = describe.table(table, connection.dialect, without=late)
    run(connection, {"op": "create_table", "table": wire}, CreateTable(table))
    event.fire(table, "after_create", table, connection, checkfirst=checkfirst)


def _exists(table, connection):
    if not hasattr(connection, "_operation"):
        return False
    from ..inspection import inspect

    return inspect(connection).has_table(table.name, schema=table.schema)


def drop_all(metadata, bind, tables, checkfirst, alone=None):
    """Drop tables with their types and sequences."""
    from . import ddl

    for connection in connections(bind):
        wanted = list(metadata.tables.values()) if tables is None else list(tables)
        wanted.sort(key=lambda table: table.key)
        whole = alone is None
        if whole:
            event.fire(metadata, "before_drop", metadata, connection, tables=wanted, checkfirst=checkfirst)
        for table, _ in reversed(sort_tables_and_constraints(wanted)):
            if table is not None and (not checkfirst or _exists(table, connection)):
                _drop_table(table, connection, checkfirst)
        if whole:
            for sequence in metadata._sequences.values() if tables is None else ():
                if connection.dialect.supports_sequences:
                    ddl.DropSequence(sequence)._invoke(connection, checkfirst)
            for type_ in metadata._enums if tables is None else ():
                invoke_type("drop_type", type_, connection, checkfirst)
            event.fire(metadata, "after_drop", metadata, connection, tables=wanted, checkfirst=checkfirst)


def _drop_table(table, connection, checkfirst):
    from limbeck import describe

    from .ddl import DropTable

    event.fire(table, "before_drop", table, connection, checkfirst=checkfirst)
    types = [describe.type_of(column.type, connection.dialect) for column in table.columns]
    operation = DropTable(table).operation(connection.dialect)
    owned = [
        wire
        for wire, column in zip(types, table.columns)
        if wire.get("enums") and getattr(column.type, "metadata", None) is None
    ]
    run(connection, dict(operation, types=owned) if owned else operation, DropTable(table))
    event.fire(table, "after_drop", table, connection, checkfirst=checkfirst)
