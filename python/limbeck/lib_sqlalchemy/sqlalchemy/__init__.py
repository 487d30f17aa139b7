"""What scripts import as `sqlalchemy`: the part of it that migrations use, on limbeck's engine.

Names are found when they are first asked for, so that importing the package costs next to nothing. A name that is not
here raises limbeck.missing.MissingName, and the host then tries the project's real SQLAlchemy.
"""

from limbeck.missing import install_finder, lazy

__version__ = "2.0.36"

_PLACES = {
    ".sql.sqltypes": "ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Binary Boolean CHAR CLOB DATE DATETIME DECIMAL DOUBLE "
    "DOUBLE_PRECISION Date DateTime Double Enum FLOAT Float INT INTEGER Integer Interval JSON LargeBinary NCHAR NUMERIC "
    "NVARCHAR Numeric NumericCommon PickleType REAL SMALLINT SmallInteger String TEXT TIME TIMESTAMP Text Time TupleType "
    "UUID Unicode UnicodeText Uuid VARBINARY VARCHAR",
    ".sql.type_api": "TypeDecorator",
    ".sql.columns": "Column ForeignKey insert_sentinel",
    ".sql.constraints": "CheckConstraint Constraint ForeignKeyConstraint PrimaryKeyConstraint UniqueConstraint",
    ".sql.indexes": "Index",
    ".sql.defaults": "ColumnDefault Computed DefaultClause FetchedValue Identity Sequence",
    ".sql.tables": "MetaData Table ThreadLocalMetaData",
    ".sql.item": "BLANK_SCHEMA",
    ".sql.naming": "quoted_name",
    ".sql.ddl": "BaseDDLElement CreateTable DDL DDLElement DropTable ExecutableDDLElement",
    ".sql.elements": "BinaryExpression BooleanClauseList ClauseList CollectionAggregate ColumnClause False_ Grouping Label "
    "Null TextClause True_ Tuple TypeClause UnaryExpression all_ and_ any_ asc between bindparam bitwise_not collate column "
    "desc distinct false literal literal_column not_ null nulls_first nulls_last nullsfirst nullslast or_ outparam text true "
    "tuple_",
    ".sql.clause": "BindParameter ClauseElement ColumnElement Executable",
    ".sql.operators": "ColumnOperators Operators custom_op",
    ".sql.expressions": "AggregateOrderBy Case Cast Extract FunctionFilter Over TryCast TypeCoerce WithinGroup case cast "
    "extract funcfilter over try_cast type_coerce within_group",
    ".sql.functions": "Function FunctionElement func modifier",
    ".sql.selectable": "Alias AliasedReturnsRows FromClause FromGrouping Join Lateral ReturnsRows Subquery TableClause "
    "TableSample TableValuedAlias Values alias join lateral outerjoin table tablesample values",
    ".sql.selects": "CTE CompoundSelect Exists GenerativeSelect HasCTE HasPrefixes HasSuffixes ScalarSelect Select SelectBase "
    "Selectable TextualSelect cte except_ except_all exists intersect intersect_all select union union_all",
    ".sql.dml": "Delete Insert Update UpdateBase ValuesBase delete insert update",
    ".sql.base": "ColumnCollection",
    ".sql.compiler": "Compiled",
    ".sql.expression": "LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL",
    ".engine": "AdaptedConnection BaseRow ChunkedIteratorResult Connection CursorResult Dialect "
    "Engine ExceptionContext ExecutionContext FrozenResult Inspector IteratorResult MappingResult MergedResult "
    "NestedTransaction TypeCompiler Result ResultProxy RootTransaction Row RowMapping ScalarResult Transaction TwoPhaseTransaction URL "
    "create_engine create_mock_engine create_pool_from_url engine_from_config make_url result_tuple",
    ".pool": "AssertionPool AsyncAdaptedQueuePool NullPool Pool PoolProxiedConnection QueuePool SingletonThreadPool StaticPool",
    ".inspection": "inspect",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_SUBMODULES = "dialects engine event exc ext future inspection orm pool schema sql types util"
_table.update({name: "." + name for name in _SUBMODULES.split()})
__all__ = sorted(set(_table) - {"Binary"})

__getattr__, __dir__ = lazy(__name__, _table)
install_finder()
