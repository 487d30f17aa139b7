"""What scripts import as `sqlalchemy`: the part of it that migrations use, on limbeck's engine.

Names are found when they are first asked for, so that importing the package costs next to nothing. A name that is not
here raises limbeck.missing.MissingName, and the host then tries the project's real SQLAlchemy.
"""

from limbeck.missing import install_finder, lazy

__version__ = "2.0.36"

_PLACES = {
    ".sql.sqltypes": "ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Binary Boolean CHAR CLOB DATE DATETIME DECIMAL "
    "DOUBLE DOUBLE_PRECISION Date DateTime Double Enum FLOAT Float INT INTEGER Integer Interval JSON LargeBinary "
    "NCHAR NUMERIC NVARCHAR Numeric NumericCommon PickleType REAL SMALLINT SmallInteger String TEXT TIME "
    "TIMESTAMP Text Time TupleType UUID Unicode UnicodeText Uuid VARBINARY VARCHAR",
    ".sql.type_api": "TypeDecorator",
    ".sql.columns": "Column ForeignKey insert_sentinel",
    ".sql.constraints": "CheckConstraint Constraint ForeignKeyConstraint PrimaryKeyConstraint UniqueConstraint",
    ".sql.indexes": "Index",
    ".sql.defaults": "ColumnDefault Computed DefaultClause FetchedValue Identity Sequence",
    ".sql.tables": "MetaData Table ThreadLocalMetaData",
    ".sql.item": "BLANK_SCHEMA",
    ".sql.naming": "quoted_name",
    ".sql.ddl": "BaseDDLElement CreateTable DDL DDLElement DropTable ExecutableDDLElement",
    ".sql.expression": "AggregateOrderBy Alias alias AliasedReturnsRows all_ and_ any_ asc between "
    "BinaryExpression bindparam BindParameter bitwise_not BooleanClauseList Case case Cast cast ClauseElement "
    "ClauseList collate CollectionAggregate column ColumnClause ColumnCollection ColumnElement ColumnOperators "
    "CompoundSelect CTE cte custom_op Delete delete desc distinct except_ except_all Executable Exists exists "
    "Extract extract false False_ FromClause FromGrouping func funcfilter Function FunctionElement FunctionFilter "
    "GenerativeSelect Grouping HasCTE HasPrefixes HasSuffixes Insert insert intersect intersect_all Join join "
    "Label label LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE "
    "LABEL_STYLE_TABLENAME_PLUS_COL lambda_stmt Lateral lateral literal literal_column modifier not_ Null null "
    "nulls_first nulls_last nullsfirst nullslast Operators or_ outerjoin outparam Over over ReturnsRows "
    "ScalarSelect Select select Selectable SelectBase SelectLabelStyle Subquery subquery table TableClause "
    "TableSample tablesample TableValuedAlias text TextAsFrom TextClause TextualSelect true True_ try_cast "
    "TryCast Tuple tuple_ type_coerce TypeClause TypeCoerce UnaryExpression union union_all Update update "
    "UpdateBase Values values ValuesBase Visitable within_group WithinGroup",
    ".sql.compiler": "Compiled",
    ".engine": "AdaptedConnection BaseRow ChunkedIteratorResult Connection CursorResult Dialect Engine "
    "ExceptionContext ExecutionContext FrozenResult Inspector IteratorResult MappingResult MergedResult "
    "NestedTransaction TypeCompiler Result ResultProxy RootTransaction Row RowMapping ScalarResult Transaction "
    "TwoPhaseTransaction URL create_engine create_mock_engine create_pool_from_url engine_from_config make_url "
    "result_tuple",
    ".pool": "AssertionPool AsyncAdaptedQueuePool NullPool Pool PoolProxiedConnection QueuePool "
    "SingletonThreadPool StaticPool",
    ".inspection": "inspect",
    ".sql.annotating": "ColumnExpressionArgument SQLColumnExpression",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_SUBMODULES = "dialects engine event exc ext future inspection orm pool schema sql types util"
_table.update({name: "." + name for name in _SUBMODULES.split()})
__all__ = sorted(set(_table) - {"Binary"})

__getattr__, __dir__ = lazy(__name__, _table)
install_finder()
