"""SELECT as a part of another statement: as a value, in EXISTS, in WITH."""

from . import coercions, operators, selects
from .clause import ColumnElement
from .elements import ColumnClause, Grouping, UnaryExpression
from .select_parts import HasPrefixes, HasSuffixes
from .selectable import AliasedReturnsRows
from .sqltypes import BOOLEANTYPE, NULLTYPE


class ScalarSelect(Grouping):
    """(SELECT ...) as a value."""

    _from_objects = []
    _is_implicitly_boolean = False
    _tq_label = None
    _proxies = ()

    def __init__(self, element):
        self.element = element
        columns = element._all_selected_columns
        self.type = columns[0].type if columns else NULLTYPE

    def _on_select(self, method, *args):
        made = ScalarSelect(getattr(self.element, method)(*args))
        made.type = self.type
        return made

    def where(self, *crit):
        """With more conditions."""
        return self._on_select("where", *crit)

    def correlate(self, *fromclauses):
        """As of the SELECT."""
        return self._on_select("correlate", *fromclauses)

    def correlate_except(self, *fromclauses):
        """As of the SELECT."""
        return self._on_select("correlate_except", *fromclauses)

    def _ungroup(self):
        return self

    def _with_binary_element_type(self, type_):
        return self

    def __getattr__(self, name):
        return ColumnElement.__getattr__(self, name)


class Exists(UnaryExpression):
    """EXISTS (SELECT ...)."""

    _from_objects = []
    inherit_cache = True

    def __init__(self, *args, **kwargs):
        if args and isinstance(args[0], (selects.SelectBase, ScalarSelect)):
            inner = args[0] if isinstance(args[0], selects.SelectBase) else args[0].element
        else:
            inner = selects.select(*(args or (ColumnClause("*", is_literal=True),)), **kwargs)
        self._select = inner
        UnaryExpression.__init__(self, inner.scalar_subquery(), operators.exists, type_=BOOLEANTYPE)

    def _on_select(self, method, *args):
        return Exists(getattr(self._select, method)(*args))

    def where(self, *clauses):
        """With more conditions."""
        return self._on_select("where", *clauses)

    def select_from(self, *froms):
        """As of the SELECT."""
        return self._on_select("select_from", *froms)

    def correlate(self, *fromclauses):
        """As of the SELECT."""
        return self._on_select("correlate", *fromclauses)

    def correlate_except(self, *fromclauses):
        """As of the SELECT."""
        return self._on_select("correlate_except", *fromclauses)

    def select(self, *args, **kwargs):
        """SELECT EXISTS (...)."""
        return selects.Select._create(self)


class CTE(HasPrefixes, HasSuffixes, AliasedReturnsRows):
    """WITH name AS (...)."""

    __visit_name__ = "cte"
    _cte_alias = _restates = None

    def __init__(self, selectable, name=None, recursive=False, nesting=False):
        super().__init__(selectable, name)
        self.recursive = recursive
        self.nesting = nesting

    def alias(self, name=None, flat=False):
        """The CTE under another name."""
        made = CTE(self.element, name, self.recursive, self.nesting)
        made._cte_alias = self
        return made

    def _with_more(self, method, other):
        made = CTE(getattr(self.element, method)(*other), self.name, self.recursive, self.nesting)
        made._restates = self
        return made

    def union(self, *other):
        """With UNION behind it."""
        return self._with_more("union", other)

    def union_all(self, *other):
        """With UNION ALL behind it."""
        return self._with_more("union_all", other)


def cte(selectable, name=None, recursive=False):
    """A statement as a CTE."""
    return coercions.resolve(selectable).cte(name, recursive)


def exists(*args, **kwargs):
    """EXISTS (SELECT ...)."""
    return Exists(*args, **kwargs)
