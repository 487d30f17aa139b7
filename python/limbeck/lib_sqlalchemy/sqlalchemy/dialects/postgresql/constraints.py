"""EXCLUDE constraints of PostgreSQL."""

from ...sql.constraints import ColumnCollectionConstraint, _column_of, _columns_in


class ExcludeConstraint(ColumnCollectionConstraint):
    """EXCLUDE: pairs of a column (or its name, or an expression) and an operator."""

    __visit_name__ = "exclude_constraint"
    where = None
    _prefix = "ex"

    def __init__(self, *elements, using="gist", where=None, ops=None, **kw):
        from ...sql.elements import text

        name = kw.pop("name", None)
        pairs = [(_column_of(expression), operator) for expression, operator in elements]
        named = [self._key(expression) for expression, _ in pairs]
        super().__init__(
            *[one for one in named if one is not None],
            name=name,
            deferrable=kw.pop("deferrable", None),
            initially=kw.pop("initially", None),
            **kw,
        )
        self._pairs = pairs
        self.operators = {getattr(one, "name", one): operator for (one, operator) in pairs}
        self.using = using
        self.where = text(where) if isinstance(where, str) else where
        self.ops = ops or {}

    @staticmethod
    def _key(expression):
        from ...sql.columns import Column

        if isinstance(expression, (str, Column)):
            return expression
        within = _columns_in(expression)
        return within[0] if within else None

    @property
    def _render_exprs(self):
        table = self.parent
        found = []
        for expression, operator in self._pairs:
            if isinstance(expression, str):
                expression = self._column_in(table, expression)
            elif getattr(expression, "table", None) is not None and hasattr(expression, "nullable"):
                expression = table.c.get(expression.key, expression)
            found.append((expression, getattr(expression, "name", None), operator))
        return found

    def _copy(self, target_table=None, **kwargs):
        made = super()._copy(target_table)
        made._pairs = [(getattr(one, "key", None) or one, operator) for one, operator in self._pairs]
        return made
