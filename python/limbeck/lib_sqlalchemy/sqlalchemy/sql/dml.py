"""INSERT, UPDATE and DELETE."""

from limbeck.missing import raise_for

from . import coercions
from .clause import ClauseElement, Executable
from .elements import and_
from .select_parts import HasCTE, HasHints, HasPrefixes
from .selects import attribute_of

__getattr__ = raise_for(__name__)
_MIXED = "Can't mix single and multiple VALUES formats in one INSERT statement; one style is possible."


class UpdateBase(HasCTE, HasPrefixes, HasHints, Executable, ClauseElement):
    """What INSERT, UPDATE and DELETE have in common."""

    is_dml = True
    _returning = ()
    _return_defaults = False
    _return_defaults_columns = ()
    _inline = False
    _values = None  # {column or key: value}
    _multi_values = ()  # rows, where there are several
    _ordered = False
    _select = None
    _select_names = ()
    _where_criteria = ()
    _post_values_clause = _post_criteria = None
    dialect_kwargs = {}
    named_with_column = False

    kwargs = property(lambda self: self.dialect_kwargs)
    entity_description = property(lambda self: {"table": self.table})

    def _set_table(self, table):
        given = coercions.resolve(table)
        if not (coercions.is_element(given) and given._is_from_clause):
            from ..exc import ArgumentError

            raise ArgumentError(
                "subject table for an INSERT, UPDATE or DELETE expected, got %r." % (table,)
            )
        self.table = given
        self._entity = table

    def _with(self, **attributes):
        made = self._clone()
        made.__dict__.update(attributes)
        return made

    def returning(self, *cols, **kwargs):
        """A copy that gives columns of the rows it changes."""
        found = tuple(coercions.column_item(column) for column in cols)
        return self._with(_returning=self._returning + found)

    def return_defaults(self, *cols, **kwargs):
        """A copy that gives what the database filled in."""
        return self._with(_return_defaults=True, _return_defaults_columns=cols)

    def with_dialect_options(self, **options):
        """A copy with options of a dialect: mysql_limit."""
        return self._with(dialect_kwargs=dict(self.dialect_kwargs, **options))

    def inline(self):
        """A copy that does not ask for the new primary key."""
        return self._with(_inline=True)

    def ordered_values(self, *pairs):
        """A copy of an UPDATE that sets columns in this order."""
        if len(pairs) == 1 and isinstance(pairs[0], list):
            pairs = pairs[0]
        return self._with(_values=dict(row_of(self, dict(pairs))), _ordered=True)

    @property
    def _all_selected_columns(self):
        return coercions.select_columns(self._returning)

    exported_columns = property(lambda self: self._columns_for(self))

    def _columns_for(self, alias):
        from .base import ColumnCollection

        return ColumnCollection([(column.key, column._make_proxy(alias)) for column in self._all_selected_columns])

    def is_derived_from(self, fromclause):
        """No."""
        return False

    _label_style = "LABEL_STYLE_DISAMBIGUATE_ONLY"

    # -- values

    def values(self, *args, **kwargs):
        """A copy with values: a dictionary, a list of them, keywords, or a row as a tuple."""
        from ..exc import ArgumentError, InvalidRequestError

        if self._select is not None:
            raise InvalidRequestError("This construct already inserts from a SELECT")
        if self._ordered:
            raise ArgumentError("Can only call ordered_values() a single time")
        if not args and not kwargs:
            return self._with()
        if len(args) == 1 and not kwargs and isinstance(args[0], (list, tuple)) and args[0]:
            if isinstance(args[0][0], (list, tuple, dict)):
                return self._with_rows(args[0])
        if len(args) > 1 and all(isinstance(arg, dict) for arg in args):
            raise ArgumentError(
                "Only a single dictionary/tuple or list of dictionaries/tuples is accepted positionally."
            )
        if self._multi_values:
            raise InvalidRequestError(_MIXED)
        given = args[0] if args else {}
        if isinstance(given, (list, tuple)):
            given = dict(zip(self.table.c, given))
        values = dict(self._values or ())
        values.update(row_of(self, dict(given, **kwargs) if kwargs else given))
        return self._with(_values=values)

    def _with_rows(self, rows):
        if self._values:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(_MIXED)
        columns = list(self.table.c)
        found = tuple(
            row_of(self, row if isinstance(row, dict) else dict(zip(columns, row))) for row in rows
        )
        return self._with(_multi_values=self._multi_values + found)


def row_of(statement, values):
    """{column or key: plain value or element} of what a script gave."""
    entity = statement._entity
    mapped = entity is not statement.table and hasattr(entity, "__table__")
    found = {}
    for name, value in values.items():
        key = name if name.__class__ is str else coercions.resolve(name)
        if mapped and key.__class__ is str:  # the attribute's name, which need not be the column's
            key = coercions.column_key(getattr(entity, key, key))
        if not coercions.is_element(value):
            value = coercions.resolve(value)
        if coercions.is_element(value):
            value = coercions.scalar(value)
        found[key] = value
    return found


class ValuesBase(UpdateBase):
    """What INSERT and UPDATE have in common."""


def _words_of(made, prefixes):
    return made if prefixes is None else made.prefix_with(*prefixes)


class Insert(ValuesBase):
    """INSERT INTO table."""

    __visit_name__ = "insert"
    is_insert = True
    _parts = ("_select", "_returning")

    def __init__(self, table, values=None, inline=False, bind=None, prefixes=None, returning=None, **dialect_kwargs):
        self._set_table(table)
        if bind is not None:
            self.bind = bind
        if inline:
            self._inline = True
        if dialect_kwargs:
            self.dialect_kwargs = dialect_kwargs
        if values is not None:
            self.__dict__.update(self.values(values).__dict__)
        if prefixes is not None or returning is not None:
            made = _words_of(self, prefixes)
            self.__dict__.update((made.returning(*returning) if returning else made).__dict__)

    select = property(lambda self: self._select)

    def from_select(self, names, select, include_defaults=True):
        """A copy that inserts what a SELECT gives into the columns `names`."""
        if self._values or self._multi_values:
            from ..exc import InvalidRequestError

            raise InvalidRequestError("This construct already has value parameters set")
        found = coercions.resolve(select)
        if found._is_text_clause:
            found = found.columns()
        elif not found._is_select_base:
            found = found.element if found._is_subquery else found.select()
        keys = [coercions.column_key(name) for name in names]
        return self._with(_select=found, _select_names=tuple(keys), _inline=True, _defaults=include_defaults)

    _defaults = True

    @property
    def include_insert_from_select_defaults(self):
        """Whether columns with a default of SQLAlchemy's are added to those of from_select()."""
        return self._defaults


class _Conditions:
    """A statement with WHERE."""

    def where(self, *whereclause):
        """A copy with conditions."""
        return self._with(_where_criteria=self._where_criteria + tuple(coercions.conditions(whereclause)))

    filter = where

    @property
    def whereclause(self):
        """The conditions together."""
        return and_(*self._where_criteria) if self._where_criteria else None

    _whereclause = whereclause

    def filter_by(self, **kwargs):
        """A copy with column=value conditions."""
        return self.where(*[attribute_of(self._entity, name) == value for name, value in kwargs.items()])


class Update(_Conditions, ValuesBase):
    """UPDATE table SET."""

    __visit_name__ = "update"
    is_update = True
    _parts = ("_where_criteria", "_returning")

    def __init__(self, table, whereclause=None, values=None, inline=False, bind=None, prefixes=None, returning=None,
                 preserve_parameter_order=False, **dialect_kwargs):
        self._set_table(table)
        if bind is not None:
            self.bind = bind
        if inline:
            self._inline = True
        if dialect_kwargs:
            self.dialect_kwargs = dialect_kwargs
        made = self
        if whereclause is not None:
            made = made.where(whereclause)
        if values is not None:
            made = made.ordered_values(*values) if preserve_parameter_order else made.values(values)
        made = _words_of(made, prefixes)
        if returning:
            made = made.returning(*returning)
        if made is not self:
            self.__dict__.update(made.__dict__)


class Delete(_Conditions, UpdateBase):
    """DELETE FROM table."""

    __visit_name__ = "delete"
    is_delete = True
    _parts = ("_where_criteria", "_returning")

    def __init__(self, table, whereclause=None, bind=None, prefixes=None, returning=None, **dialect_kwargs):
        self._set_table(table)
        if bind is not None:
            self.bind = bind
        if dialect_kwargs:
            self.dialect_kwargs = dialect_kwargs
        made = self if whereclause is None else self.where(whereclause)
        made = _words_of(made, prefixes)
        if returning:
            made = made.returning(*returning)
        if made is not self:
            self.__dict__.update(made.__dict__)


def insert(table, values=None, inline=False, **kwargs):
    """INSERT INTO table."""
    return Insert(table, values, inline, **kwargs)


def update(table, whereclause=None, values=None, inline=False, **kwargs):
    """UPDATE table SET."""
    return Update(table, whereclause, values, inline, **kwargs)


def delete(table, whereclause=None, **kwargs):
    """DELETE FROM table."""
    return Delete(table, whereclause, **kwargs)
