"""UNION and its like, and texts as SELECT."""

from . import coercions
from .base import ColumnCollection
from .selects import GenerativeSelect, Select, SelectBase, SelectStatementGrouping


class CompoundSelect(GenerativeSelect):
    """SELECTs with UNION or its like between them."""

    __visit_name__ = "compound_select"
    _parts = ("selects", "_order_by_clauses", "_group_by_clauses", "_limit_clause", "_offset_clause")
    _where_criteria = ()

    def __init__(self, keyword, *selects):
        self.keyword = keyword
        self.selects = [self._part(item).self_group(against=self) for item in selects]

    @staticmethod
    def _part(item):
        found = coercions.resolve(item)
        if found._is_select_base:
            return found
        if getattr(found, "element", None) is not None and found.element._is_select_base:
            return found.element
        return found.select() if found._is_from_clause else found.columns()

    _all_selected_columns = property(lambda self: self.selects[0]._all_selected_columns)
    froms = property(lambda self: [found for part in self.selects for found in getattr(part, "froms", ())])

    def _columns_for(self, alias):
        made = self.selects[0]._columns_for(alias)
        for select in self.selects[1:]:
            for own, other in zip(made, select._all_selected_columns):
                own._proxies = list(own._proxies) + [other]
        return made

    def self_group(self, against=None):
        """In parentheses."""
        return SelectStatementGrouping(self)

    def _compound(self, keyword, others):
        return CompoundSelect(keyword, self, *others)

    union, union_all, except_, except_all = Select.union, Select.union_all, Select.except_, Select.except_all
    intersect, intersect_all = Select.intersect, Select.intersect_all


class TextualSelect(SelectBase):
    """A text whose columns were said."""

    __visit_name__ = "textual_select"
    _parts = ("element",)

    def __init__(self, text, columns, positional=False):
        self.element = text
        self.column_args = columns
        self.positional = positional

    _all_selected_columns = property(lambda self: self.column_args)

    def _columns_for(self, alias):
        return ColumnCollection([(column.key, column._make_proxy(alias)) for column in self.column_args])

    def bindparams(self, *binds, **values):
        """A copy whose parameters have values."""
        made = self._clone()
        made.element = self.element.bindparams(*binds, **values)
        return made

    def self_group(self, against=None):
        """In parentheses."""
        return SelectStatementGrouping(self) if isinstance(against, CompoundSelect) else self


TextAsFrom = TextualSelect


def _compound(keyword):
    def function(*selects, **kwargs):
        made = CompoundSelect(keyword, *selects)
        for name in ("order_by", "limit", "offset", "group_by"):
            if kwargs.get(name) is not None:
                value = kwargs[name]
                made = getattr(made, name)(*(value if isinstance(value, (list, tuple)) else (value,)))
        return made

    return function


union, union_all = _compound("UNION"), _compound("UNION ALL")
intersect, intersect_all = _compound("INTERSECT"), _compound("INTERSECT ALL")
except_, except_all = _compound("EXCEPT"), _compound("EXCEPT ALL")
