"""Naming conventions: the names that MetaData(naming_convention=...) gives to constraints and indexes."""

DEFAULT = {"ix": "ix_%(column_0_label)s"}


class quoted_name(str):
    """A name with a word on whether to quote it: `quote` is True, False or None for the database's rule."""

    def __new__(cls, value, quote=None):
        if value is None:
            return None
        if isinstance(value, cls) and (quote is None or value.quote == quote):
            return value
        made = super().__new__(cls, value)
        made.quote = quote
        return made

    @classmethod
    def construct(cls, value, quote):
        """A quoted_name, or None for None."""
        return None if value is None else cls(value, quote)

    def __reduce__(self):
        return type(self), (str(self), self.quote)


class _truncated_label(quoted_name):
    """A name that may be shortened to what the database allows."""


class conv(_truncated_label):
    """A name to which naming conventions have been applied."""


class NoneName:
    """Stands for a name that is left to the database unless a convention gives one."""

    def __repr__(self):
        return "_NONE_NAME"


NONE_NAME = NoneName()


def apply(constraint, table):
    """Give a constraint or index its name by the convention of the table's metadata, if one applies."""
    if isinstance(constraint.name, conv):
        return
    convention = _convention(table.metadata.naming_convention, type(constraint))
    if convention is None:
        return
    if constraint.name is None or constraint.name is NONE_NAME or "constraint_name" in convention:
        if constraint.name in (None, NONE_NAME) and "%(constraint_name)s" in convention:
            if constraint.name is None:
                raise _missing_name()
            return
        constraint.name = conv(convention % Tokens(constraint, table))


def _missing_name():
    from ..exc import InvalidRequestError

    return InvalidRequestError(
        "Naming convention including %(constraint_name)s token requires that constraint is explicitly named."
    )


def _convention(table, cls):
    for base in cls.__mro__:
        found = table.get(getattr(base, "_prefix", None)) or table.get(base)
        if found is not None:
            return found
    return None


class Tokens:
    """What the tokens of a convention stand for: table_name, column_0_label, referred_column_0N_name, ..."""

    def __init__(self, constraint, table):
        self.constraint = constraint
        self.table = table
        self.conventions = table.metadata.naming_convention

    def __getitem__(self, key):
        if key in self.conventions and callable(self.conventions[key]):
            return self.conventions[key](self.constraint, self.table)
        simple = getattr(self, "_" + key, None)
        if simple is not None:
            return simple()
        head, position, separator, attribute = _split(key)
        choose = getattr(self, "_%s_%s" % (head, attribute), None) if head else None
        if choose is None:
            raise KeyError(key)
        if position is not None:
            return choose(position)
        count = len(self.constraint.columns if self.constraint._prefix != "fk" else self.constraint.elements)
        return separator.join(choose(index) for index in range(count))

    def _table_name(self):
        return self.table.name

    def _constraint_name(self):
        from ..exc import InvalidRequestError

        name = self.constraint.name
        if name in (None, NONE_NAME):
            raise _missing_name()
        if isinstance(name, conv):
            raise InvalidRequestError("name %r has a naming convention already" % name)
        self.constraint.name = None
        return name

    def _referred_table_name(self):
        return self.constraint.elements[0].target_fullname.split(".")[-2]

    def _column(self, index):
        if self.constraint._prefix == "fk":
            return self.constraint.elements[index].parent
        return list(self.constraint.columns)[index]

    def _column_name(self, index):
        return self._column(index).name

    def _column_key(self, index):
        return self._column(index).key

    def _column_label(self, index):
        return self._column(index)._ddl_label

    def _referred_column_name(self, index):
        return self.constraint.elements[index].target_fullname.split(".")[-1]


def _split(key):
    """("column", 0, "", "name") of column_0_name; ("column", None, "_", "key") of column_0_N_key."""
    for head in ("referred_column", "column"):
        if not key.startswith(head + "_"):
            continue
        middle, _, attribute = key[len(head) + 1 :].rpartition("_")
        if middle.isdigit():
            return head, int(middle), "", attribute
        if middle in ("0N", "0_N"):
            return head, None, middle[1:-1], attribute
    return None, None, "", ""
