"""sqlalchemy.engine: connections, results, URLs."""

from limbeck.missing import lazy

_PLACES = {
    ".base": "Connection NestedTransaction OptionEngine RootTransaction Transaction TwoPhaseTransaction",
    ".create": "Engine create_engine create_mock_engine create_pool_from_url engine_from_config",
    ".cursor": "BufferedColumnResultProxy CursorResult LegacyCursorResult ResultProxy",
    ".default": "DefaultDialect DefaultExecutionContext",
    ".interfaces": "AdaptedConnection Compiled Connectable Dialect ExceptionContext ExecutionContext TypeCompiler",
    ".mock": "MockConnection",
    ".reflection": "Inspector ObjectKind ObjectScope",
    ".result": "ChunkedIteratorResult FilterResult FrozenResult IteratorResult MappingResult MergedResult Result "
    "ScalarResult TupleResult result_tuple",
    ".row": "BaseRow LegacyRow Row RowMapping",
    ".url": "URL make_url",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update({name: "." + name for name in (
    "base", "create", "cursor", "default", "interfaces", "mock", "reflection", "result", "row",
    "url")})
__getattr__, __dir__ = lazy(__name__, _table)
