"""What statements share: words and hints in between, CTEs, FOR UPDATE."""

from . import coercions
from .clause import ClauseElement
from .elements import TextClause


class HasPrefixes:
    """A statement that takes words behind its first."""

    _prefixes = ()

    def prefix_with(self, *prefixes, dialect="*", **kwargs):
        """A copy with words (strings or text()) behind the first, on one dialect or all."""
        made = self._clone()
        made._prefixes = tuple(self._prefixes) + tuple((_words(word), dialect) for word in prefixes)
        return made


def is_reset(arguments):
    """Whether a single None or False was given: it takes out what was there."""
    return len(arguments) == 1 and (arguments[0] is None or arguments[0] is False)


class HasSuffixes:
    """A statement that takes words at its end."""

    _suffixes = ()

    def suffix_with(self, *suffixes, dialect="*", **kwargs):
        """A copy with words at its end."""
        made = self._clone()
        made._suffixes = tuple(self._suffixes) + tuple((_words(word), dialect) for word in suffixes)
        return made


def _words(word):
    return word if coercions.is_element(word) else TextClause(word)


class HasHints:
    """A statement that takes hints, for a table or for the whole."""

    _hints = {}
    _statement_hints = ()

    def with_hint(self, selectable, text=None, dialect_name="*", **kwargs):
        """A copy with a hint for a table."""
        if text is None:
            selectable, text = self.table, selectable
        made = self._clone()
        made._hints = dict(self._hints)
        made._hints[coercions.from_item(selectable), dialect_name] = text
        return made

    def with_statement_hint(self, text, dialect_name="*"):
        """A copy with a hint for the statement."""
        made = self._clone()
        made._statement_hints = self._statement_hints + ((dialect_name, text),)
        return made


class HasCTE:
    """A statement that can be a CTE, and have some."""

    _independent_ctes = ()

    def cte(self, name=None, recursive=False, nesting=False):
        """The statement as a CTE: WITH name AS (...)."""
        from .subqueries import CTE

        return CTE(self, name, recursive, nesting)

    def add_cte(self, *ctes, nest_here=False):
        """A copy with CTEs that it need not speak of."""
        made = self._clone()
        made._independent_ctes = tuple(self._independent_ctes) + ctes
        return made


class ForUpdateArg(ClauseElement):
    """FOR UPDATE with its options."""

    def __init__(self, nowait=False, read=False, of=None, skip_locked=False, key_share=False):
        self.nowait, self.read, self.skip_locked, self.key_share = nowait, read, skip_locked, key_share
        given = of if isinstance(of, (list, tuple)) else [of]
        self.of = None if of is None else [coercions.resolve(item) for item in given]
