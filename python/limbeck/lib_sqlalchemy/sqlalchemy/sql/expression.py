"""sqlalchemy.sql.expression: everything that SQL expressions are made with."""

from limbeck.missing import lazy

_PLACES = {
    ".elements": "BinaryExpression BindParameter BooleanClauseList Case Cast ClauseElement ClauseList "
    "CollectionAggregate CollationClause ColumnClause ColumnElement CompilerElement ExpressionClauseList "
    "Executable Extract False_ FunctionFilter Grouping Label Null OperatorExpression Over Slice "
    "TextClause True_ TryCast Tuple TypeClause TypeCoerce UnaryExpression WithinGroup AggregateOrderBy "
    "all_ and_ any_ asc between bindparam bitwise_not case cast collate column desc distinct extract "
    "false funcfilter label literal literal_column not_ null nulls_first nulls_last nullsfirst nullslast "
    "or_ outparam over quoted_name text true try_cast tuple_ type_coerce within_group _anonymous_label "
    "_truncated_label _textual_label_reference _label_reference",
    ".functions": "Function FunctionElement FunctionAsBinary ScalarFunctionColumn func modifier",
    ".base": "ColumnCollection ColumnSet ImmutableColumnCollection Generative",
    ".operators": "ColumnOperators Operators custom_op",
    ".selectable": "Alias AliasedReturnsRows FromClause FromGrouping Join LABEL_STYLE_DEFAULT "
    "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Lateral ReturnsRows "
    "SelectLabelStyle Subquery TableClause TableSample alias join lateral outerjoin subquery table "
    "tablesample",
    ".table_values": "ScalarValues TableValuedAlias Values values",
    ".selects": "GenerativeSelect Select SelectBase Selectable SelectStatementGrouping lambda_stmt select",
    ".compound": "CompoundSelect TextAsFrom TextualSelect except_ except_all intersect intersect_all union union_all",
    ".select_parts": "ForUpdateArg HasCTE HasHints HasPrefixes HasSuffixes",
    ".subqueries": "CTE Exists ScalarSelect cte exists",
    ".dml": "Delete Insert Update UpdateBase ValuesBase delete insert update",
    ".type_api": "TypeEngine",
    ".visitors": "Visitable",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
__getattr__, __dir__ = lazy("sqlalchemy.sql", _table, into=__name__)
__all__ = [name for name in _table if not name.startswith("_")]
