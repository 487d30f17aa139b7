"""What fills a column that an INSERT leaves out: defaults, sequences, identity, computed values."""

from .item import SchemaItem


class FetchedValue(SchemaItem):
    """The database fills the column, in a way of its own."""

    is_server_default = True
    reflected = False
    has_argument = False
    is_clause_element = False
    is_identity = False
    column = None

    def __init__(self, for_update=False):
        self.for_update = for_update

    def _as_for_update(self, for_update):
        if for_update == self.for_update:
            return self
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.for_update = for_update
        return made

    def _set_parent(self, column, **kwargs):
        self.column = column
        if self.for_update:
            column.server_onupdate = self
        else:
            column.server_default = self

    def __repr__(self):
        return "%s()" % type(self).__name__


class DefaultClause(FetchedValue):
    """DEFAULT in the column's definition: a string (a value) or an SQL expression."""

    has_argument = True

    def __init__(self, arg, for_update=False, _reflected=False):
        super().__init__(for_update)
        if not isinstance(arg, str) and not hasattr(arg, "__clause_element__") and not hasattr(arg, "compile"):
            from ..exc import ArgumentError

            raise ArgumentError(
                "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
                "'sqlalchemy.sql.elements.ClauseElement'>' or '<class 'sqlalchemy.sql.elements.TextClause'>', got '%s'"
                % type(arg)
            )
        self.arg = arg
        self.reflected = _reflected

    def _copy(self):
        return DefaultClause(self.arg, self.for_update, self.reflected)

    def __repr__(self):
        return "DefaultClause(%r, for_update=%r)" % (self.arg, self.for_update)


class DefaultGenerator(SchemaItem):
    """A default that is made when the INSERT is."""

    is_server_default = False
    is_sequence = is_identity = is_callable = is_scalar = is_clause_element = has_arg = False
    optional = False
    column = None

    def __init__(self, for_update=False):
        self.for_update = for_update

    def _set_parent(self, column, **kwargs):
        self.column = column
        if self.for_update:
            column.onupdate = self
        else:
            column.default = self


class ColumnDefault(DefaultGenerator):
    """A Python value, a function, or an SQL expression, for INSERT or (for_update) for UPDATE."""

    has_arg = True

    def __init__(self, arg, for_update=False):
        super().__init__(for_update)
        if isinstance(arg, FetchedValue):
            from ..exc import ArgumentError

            raise ArgumentError("ColumnDefault may not be a server-side default type.")
        self.is_clause_element = hasattr(arg, "__clause_element__") or hasattr(arg, "self_group")
        self.is_callable = not self.is_clause_element and callable(arg)
        self.is_scalar = not self.is_clause_element and not self.is_callable
        self.arg = _with_context(arg) if self.is_callable else arg

    def _copy(self):
        return ColumnDefault(self.arg, self.for_update)

    def __repr__(self):
        return "%s(%r)" % ("ScalarElementColumnDefault" if self.is_scalar else type(self).__name__, self.arg)


def _with_context(function):
    """The function as one of one argument, the execution context."""
    code = getattr(function, "__code__", None)
    if code is None or isinstance(function, type):
        return lambda context: function()
    bound = 1 if getattr(function, "__self__", None) is not None else 0
    required = code.co_argcount - bound - len(function.__defaults__ or ())
    return function if required == 1 else lambda context: function()


def _options(thing, given):
    for name in ("start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue", "cycle", "cache", "order"):
        setattr(thing, name, given.get(name))


class Identity(FetchedValue):
    """GENERATED ... AS IDENTITY."""

    is_identity = True

    def __init__(
        self,
        always=False,
        on_null=None,
        start=None,
        increment=None,
        minvalue=None,
        maxvalue=None,
        nominvalue=None,
        nomaxvalue=None,
        cycle=None,
        cache=None,
        order=None,
        **dialect_kwargs,
    ):
        super().__init__()
        _options(self, locals())
        self.always = dialect_kwargs.pop("oracle_always", always)
        self.on_null = dialect_kwargs.pop("oracle_on_null", on_null)

    def _set_parent(self, column, **kwargs):
        from ..exc import ArgumentError

        if column.server_default is not None and not isinstance(column.server_default, Identity):
            raise ArgumentError(
                "A column with an Identity object cannot specify a server_default or a server_onupdate argument"
            )
        if column.autoincrement is False:
            raise ArgumentError("A column with an Identity object cannot specify autoincrement=False")
        self.column = column
        column.identity = column.server_default = self
        if column._user_nullable is None:
            column.nullable = False

    def _copy(self):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made

    def __repr__(self):
        names = ("always", "on_null", "start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue")
        shown = ["%s=%r" % (name, getattr(self, name)) for name in names + ("cycle", "cache", "order")]
        return "Identity(%s)" % ", ".join(part for part in shown if not part.endswith(("=None", "=False")))


class Computed(FetchedValue):
    """GENERATED ALWAYS AS an expression; persisted: True for STORED, False for VIRTUAL."""

    def __init__(self, sqltext, persisted=None):
        super().__init__(for_update=True)
        from .elements import text

        self.sqltext = text(sqltext) if isinstance(sqltext, str) else sqltext
        self.persisted = persisted

    def _set_parent(self, column, **kwargs):
        from ..exc import ArgumentError

        if not isinstance(column.server_default, (type(None), Computed)):
            raise ArgumentError("A generated column cannot specify a server_default or a server_onupdate argument")
        self.column = column
        column.computed = column.server_default = column.server_onupdate = self

    def _as_for_update(self, for_update):
        return self

    def _copy(self):
        return Computed(self.sqltext, self.persisted)


class Sequence(DefaultGenerator):
    """A sequence of the database; as a column's argument also its default."""

    __visit_name__ = "sequence"
    is_sequence = True
    key = property(lambda self: self._key)

    def __init__(
        self,
        name,
        start=None,
        increment=None,
        minvalue=None,
        maxvalue=None,
        nominvalue=None,
        nomaxvalue=None,
        cycle=None,
        schema=None,
        cache=None,
        order=None,
        data_type=None,
        optional=False,
        quote=None,
        metadata=None,
        quote_schema=None,
        for_update=False,
        **legacy,
    ):
        super().__init__(for_update)
        from .item import BLANK_SCHEMA
        from .naming import quoted_name
        from .type_api import to_instance

        _options(self, locals())
        self.name = quoted_name(name, quote) if quote is not None else name
        self.metadata = metadata
        self.schema = schema
        if schema is BLANK_SCHEMA:
            self.schema = None
        elif schema is None and metadata is not None:
            self.schema = metadata.schema
        self.optional = optional
        self.data_type = None if data_type is None else to_instance(data_type)
        self._key = name if self.schema is None else "%s.%s" % (self.schema, name)
        if metadata is not None:
            metadata._sequences[self._key] = self

    def _set_parent(self, column, **kwargs):
        super()._set_parent(column)
        column._when_attached(self._set_table)

    def _set_table(self, column, table):
        if self.metadata is None:
            self.metadata = table.metadata
            table.metadata._sequences[self._key] = self

    def _copy(self):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.metadata = made.column = None
        return made

    def to_metadata(self, metadata):
        """A copy that belongs to another MetaData."""
        made = self._copy()
        made.metadata = metadata
        metadata._sequences[made._key] = made
        return made

    def next_value(self):
        """The expression for its next value: nextval('name') on PostgreSQL."""
        from .functions import next_value

        return next_value(self)

    def create(self, bind, checkfirst=True):
        """Create the sequence in the database."""
        from .ddl import CreateSequence

        CreateSequence(self)._invoke(bind, checkfirst)

    def drop(self, bind, checkfirst=True):
        """Drop the sequence from the database."""
        from .ddl import DropSequence

        DropSequence(self)._invoke(bind, checkfirst)

    def __repr__(self):
        return "Sequence(%r)" % self.name
