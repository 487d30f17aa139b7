"""INSERT ... ON CONFLICT, which PostgreSQL and SQLite have: the statement, its clauses, their SQL."""

from ..sql import coercions
from ..sql.clause import ClauseElement
from ..sql.dml import Insert as StandardInsert, row_of
from ..sql.selectable import Alias


class Insert(StandardInsert):
    """INSERT with ON CONFLICT."""

    stringify_dialect = "postgresql"
    inherit_cache = False

    @property
    def excluded(self):
        """The row that was to be inserted: its columns, for SET and WHERE."""
        found = self.__dict__.get("_excluded")
        if found is None:
            found = self._excluded = Alias(self.table, "excluded").c
        return found

    def _with_conflict(self, clause):
        if self._post_values_clause is not None:
            from ..exc import InvalidRequestError

            raise InvalidRequestError("This Insert construct already has an ON CONFLICT clause established")
        return self._with(_post_values_clause=clause)

    def on_conflict_do_nothing(self, constraint=None, index_elements=None, index_where=None):
        """A copy that leaves rows alone that are there already."""
        return self._with_conflict(OnConflictDoNothing(constraint, index_elements, index_where))

    def on_conflict_do_update(self, constraint=None, index_elements=None, index_where=None, set_=None, where=None):
        """A copy that changes rows that are there already."""
        if hasattr(set_, "items"):
            set_ = row_of(self, set_)
        return self._with_conflict(OnConflictDoUpdate(constraint, index_elements, index_where, set_, where))


class OnConflictClause(ClauseElement):
    """ON CONFLICT (columns): columns, expressions, a constraint by name or as such, or an index."""

    stringify_dialect = "postgresql"
    _parts = ("inferred_target_whereclause",)

    def __init__(self, constraint=None, index_elements=None, index_where=None):
        self.constraint_target = self.inferred_target_elements = self.inferred_target_whereclause = None
        if constraint is not None:
            if index_elements is not None:
                raise ValueError("'constraint' and 'index_elements' are mutually exclusive")
            kind = getattr(constraint, "__visit_name__", None)
            if kind == "index":
                index_elements = list(constraint.expressions)
                index_where = constraint.dialect_options["postgresql"].get("where")
            elif kind == "exclude_constraint" or isinstance(constraint, str) or getattr(constraint, "name", None):
                self.constraint_target = constraint if isinstance(constraint, str) else constraint.name
                return
            else:
                index_elements = list(constraint.columns)
        if index_elements is not None:
            self.inferred_target_elements = [
                element if isinstance(element, str) else coercions.resolve(element) for element in index_elements
            ]
            if index_where is not None:
                self.inferred_target_whereclause = (
                    _text(index_where) if isinstance(index_where, str) else coercions.condition(index_where)
                )


def _text(value):
    from ..sql.elements import TextClause

    return TextClause(value)


class OnConflictDoNothing(OnConflictClause):
    """ON CONFLICT DO NOTHING."""

    __visit_name__ = "on_conflict_do_nothing"


class OnConflictDoUpdate(OnConflictClause):
    """ON CONFLICT DO UPDATE SET."""

    __visit_name__ = "on_conflict_do_update"

    def __init__(self, constraint=None, index_elements=None, index_where=None, set_=None, where=None):
        super().__init__(constraint, index_elements, index_where)
        if self.inferred_target_elements is None and self.constraint_target is None:
            raise ValueError(
                "Either constraint or index_elements, but not both, must be specified unless DO NOTHING"
            )
        if not isinstance(set_, dict):
            if not hasattr(set_, "items"):
                raise ValueError(
                    "set parameter must be a non-empty dictionary or a ColumnCollection such as the `.c.` collection "
                    "of a Table object"
                )
            set_ = dict(set_.items())
        if not set_:
            raise ValueError("set parameter dictionary must not be empty")
        self.update_values_to_set = [(coercions.column_key(key), value) for key, value in set_.items()]
        self.update_whereclause = None if where is None else coercions.condition(where)


class OnConflictCompiler:
    """The part of a compiler that writes ON CONFLICT."""

    def _target(self, clause, **kw):
        if clause.constraint_target is not None:
            return "ON CONSTRAINT %s" % self.preparer.truncate_and_render_constraint_name(clause.constraint_target)
        if clause.inferred_target_elements is None:
            return ""
        kw.update(include_table=False, use_schema=False)
        text = "(%s)" % ", ".join(
            self.preparer.quote(element) if isinstance(element, str) else self.process(element, **kw)
            for element in clause.inferred_target_elements
        )
        if clause.inferred_target_whereclause is not None:
            text += " WHERE %s" % self.process(clause.inferred_target_whereclause, **kw)
        return text

    def visit_on_conflict_do_nothing(self, clause, **kw):
        """ON CONFLICT (columns) DO NOTHING"""
        return " ".join(filter(None, ("ON CONFLICT", self._target(clause, **kw), "DO NOTHING")))

    def visit_on_conflict_do_update(self, clause, **kw):
        """ON CONFLICT (columns) DO UPDATE SET ... WHERE ..."""
        target = self._target(clause, **kw)
        given = dict(clause.update_values_to_set)
        kw.update(use_schema=False)
        pairs = []
        for column in self.stack[-1].statement.table.c:
            if column.key in given:
                pairs.append((column.name, self._set_value(column, given.pop(column.key), kw)))
        if given:
            import warnings

            from ..exc import SAWarning

            warnings.warn(
                "Additional column names not matching any column keys in table '%s': %s"
                % (self.stack[-1].statement.table.name, ", ".join("'%s'" % name for name in given)),
                SAWarning,
            )
            pairs += [(key, self.process(coercions.expression(value), **kw)) for key, value in given.items()]
        text = ", ".join("%s = %s" % (self.preparer.quote(name), value) for name, value in pairs)
        if clause.update_whereclause is not None:
            text += " WHERE %s" % self.process(clause.update_whereclause, **dict(kw, include_table=True))
        return "ON CONFLICT %s DO UPDATE SET %s" % (target, text)

    def _set_value(self, column, value, kw):
        from ..sql.clause import BindParameter

        if coercions.is_literal(value):
            value = BindParameter(None, coercions.resolve(value), column.type, unique=True)
        else:
            value = coercions.expression(value)
            if value._is_bind_parameter and value.type._isnull:
                value = value._with_binary_element_type(column.type)
        return self.process(value.self_group(), **kw)
