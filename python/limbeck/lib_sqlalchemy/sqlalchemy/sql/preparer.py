"""How names are quoted: IdentifierPreparer."""

from limbeck.missing import raise_for

from .names import _anonymous_label
from .naming import NONE_NAME, _truncated_label

__getattr__ = raise_for(__name__)

# What SQLAlchemy quotes where no database is named; the engine's lists serve the databases.
RESERVED_WORDS = frozenset(
    "all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate "
    "column constraint create cross current_date current_role current_time current_timestamp current_user default "
    "deferrable desc distinct do else end except false for foreign freeze from full grant group having ilike in "
    "initially inner intersect into is isnull join leading left like limit localtime localtimestamp natural new not "
    "notnull null off offset old on only or order outer overlaps placing primary references right select session_user "
    "set similar some symmetric table then to trailing true union unique user using verbose when where".split()
)
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_$")
_QUOTES = {"mysql": "``", "mariadb": "``", "mssql": "[]"}
_facts = {}


def facts_of(name):
    """(quotes, reserved words) of a dialect, as the engine has them; without an engine what standard SQL has."""
    found = _facts.get(name)
    if found is None:
        found = _facts[name] = _QUOTES.get(name, '""'), _reserved(name)
    return found


def _reserved(name):
    if name == "default":
        return RESERVED_WORDS
    from limbeck.channel import EngineError, channel

    try:
        return frozenset(channel().call("facts", dialect=name)["reserved"])
    except (EngineError, OSError):
        return RESERVED_WORDS


class IdentifierPreparer:
    """Quotes the names that need it: those with other characters than a-z, 0-9, _, $, and reserved words."""

    _double_percents = False
    schema_map = None

    def __init__(self, dialect, initial_quote=None, final_quote=None, escape_quote=None, omit_schema=False, **kwargs):
        self.dialect = dialect
        quotes, self.reserved_words = facts_of(dialect.name)
        self.initial_quote = initial_quote or quotes[0]
        self.final_quote = final_quote or initial_quote or quotes[1]
        self.escape_quote = escape_quote or self.final_quote
        self.omit_schema = omit_schema
        self._known = {}

    def _escape_identifier(self, value):
        return value.replace(self.escape_quote, self.escape_quote * 2)

    def _unescape_identifier(self, value):
        return value.replace(self.escape_quote * 2, self.escape_quote)

    def quote_identifier(self, value):
        """The name in quotes."""
        return self.initial_quote + self._escape_identifier(value) + self.final_quote

    def _requires_quotes_illegal_chars(self, value):
        return not _ASCII.issuperset(value.lower())

    def _requires_quotes(self, value):
        return not value or not _ASCII.issuperset(value) or value[0] in "0123456789$" or value in self.reserved_words

    def quote(self, ident, force=None):
        """The name, in quotes if it needs them; a quoted_name says itself whether it does."""
        found = self._known.get(ident)
        if found is not None and ident.__class__ is str:
            return found
        wanted = getattr(ident, "quote", None)
        if wanted is None:
            found = self.quote_identifier(ident) if self._requires_quotes(ident) else str(ident)
            self._known[ident] = found
            return found
        return self.quote_identifier(ident) if wanted else str(ident)

    def quote_schema(self, schema, force=None):
        """As quote(); SQL Server's schemas have a database in front."""
        if self.dialect.name == "mssql" and "." in schema and getattr(schema, "quote", None) is None:
            return ".".join(self.quote(part) for part in schema.split("."))
        return self.quote(schema)

    def schema_for_object(self, item):
        """The schema of a table, a sequence or a type, as translated by schema_translate_map."""
        schema = getattr(item, "schema", None)
        return self.schema_map.get(schema, schema) if self.schema_map else schema

    def format_schema(self, name):
        """The schema's name."""
        return self.quote(name)

    def format_collation(self, name, schema=None):
        """The collation's name."""
        return name if self.dialect.name == "mssql" else self.quote(name)

    def _with_schema(self, name, item, use_schema=True):
        schema = self.schema_for_object(item)
        if use_schema and schema and not self.omit_schema:
            return "%s.%s" % (self.quote_schema(schema), name)
        return name

    def format_table(self, table, use_schema=True, name=None):
        """The table's name, with its schema."""
        return self._with_schema(self.quote(table.name if name is None else name), table, use_schema)

    def format_sequence(self, sequence, use_schema=True):
        """The sequence's name, with its schema."""
        return self._with_schema(self.quote(sequence.name), sequence, use_schema)

    def format_type(self, type_, use_schema=True):
        """The name of an enum or a domain, with its schema."""
        return self._with_schema(self.quote(type_.name), type_, use_schema)

    def format_column(self, column, use_table=False, name=None, table_name=None, use_schema=False, anon_map=None):
        """The column's name, with its table if that is wanted."""
        name = column.name if name is None else name
        if anon_map is not None and isinstance(name, _anonymous_label):
            name = name.apply_map(anon_map)
        text = name if getattr(column, "is_literal", False) else self.quote(name)
        if use_table:
            return "%s.%s" % (self.format_table(column.table, use_schema, table_name), text)
        return text

    def format_label(self, label, name=None):
        """The label's name."""
        return self.quote(name or label.name)

    format_alias = format_label

    def format_label_name(self, name, anon_map=None):
        """A label's name."""
        return self.quote(name.apply_map(anon_map) if isinstance(name, _anonymous_label) else name)

    def format_savepoint(self, savepoint, name=None):
        """The savepoint's name."""
        return self.quote(name or savepoint.ident)

    def format_constraint(self, constraint, _alembic_quote=True):
        """The constraint's name, shortened if a naming convention made it too long; None if it has none."""
        name = constraint.name
        if name is NONE_NAME:
            from . import naming

            naming.apply(constraint, constraint.table)
            name = constraint.name
        if name is None or name is NONE_NAME:
            return None
        kind = "max_index_name_length" if constraint.__visit_name__ == "index" else "max_constraint_name_length"
        return self._shortened(name, getattr(self.dialect, kind, None), _alembic_quote)

    format_index = format_constraint

    def truncate_and_render_constraint_name(self, name, _alembic_quote=True):
        """A constraint's name, shortened if a naming convention made it too long."""
        return self._shortened(name, getattr(self.dialect, "max_constraint_name_length", None), _alembic_quote)

    def truncate_and_render_index_name(self, name, _alembic_quote=True):
        """An index's name, shortened if a naming convention made it too long."""
        return self._shortened(name, getattr(self.dialect, "max_index_name_length", None), _alembic_quote)

    def _shortened(self, name, longest, quote):
        longest = longest or self.dialect.max_identifier_length
        if len(name) > longest:
            if isinstance(name, _truncated_label):
                from hashlib import md5

                name = "%s_%s" % (name[: longest - 8], md5(name.encode()).hexdigest()[-4:])
            else:
                self.dialect.validate_identifier(name)
        return self.quote(name) if quote else name

    def validate_sql_phrase(self, element, reg):
        """The words, if they match. CompileError."""
        if element is not None and not reg.match(element):
            from ..exc import CompileError

            raise CompileError("Unexpected SQL phrase: %r (matching against %r)" % (element, reg.pattern))
        return element

    def unformat_identifiers(self, identifiers):
        """The parts of a name with points, without their quotes."""
        import re

        first, last = re.escape(self.initial_quote), re.escape(self.final_quote)
        pattern = "%s((?:%s%s|[^%s])*)%s|([^.]+)" % (first, last, last, last, last)
        return [self._unescape_identifier(quoted) or plain for quoted, plain in re.findall(pattern, identifiers)]
