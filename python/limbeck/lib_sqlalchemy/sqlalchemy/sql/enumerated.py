"""Enum: one of a list of strings, or a member of a Python enum class."""

from .sqltypes import Emulated, String
from .type_api import TypeEngine, parameters, to_instance  # noqa: F401
from . import convert


class SchemaType:
    """A type that exists in the database by a name: it is created and dropped with its tables or by itself."""

    name = None
    schema = None
    metadata = None
    inherit_schema = False

    def create(self, bind, checkfirst=False):
        """Create the type in the database; with checkfirst only if it is not there."""
        self._run("create_type", bind, checkfirst)

    def drop(self, bind, checkfirst=False):
        """Drop the type from the database; with checkfirst only if it is there."""
        self._run("drop_type", bind, checkfirst)

    def _run(self, verb, bind, checkfirst):
        from .create import invoke_type

        invoke_type(verb, self, bind, checkfirst)

    def _set_table(self, column, table):
        if self.inherit_schema:
            self.schema = table.schema
        elif self.metadata is not None and self.schema is None:
            self.schema = self.metadata.schema


class Enum(Emulated, String, SchemaType):
    """One of a list of strings.

    Arguments: the strings, or one enum class; `name`, `schema`, `metadata`, `inherit_schema`, `native_enum`,
    `create_constraint`, `length`, `values_callable`, `validate_strings`, `sort_key_function`, `omit_aliases`, `quote`.
    """

    __visit_name__ = "enum"
    LENGTH_DEFAULT = object()
    collation = None

    def __init__(self, *enums, **kw):
        self._given, self._options = enums, kw
        if len(enums) == 1 and not isinstance(enums[0], str) and hasattr(enums[0], "__members__"):
            self.enum_class = enums[0]
            members = self.enum_class.__members__
            if kw.get("omit_aliases", True):
                members = {name: member for name, member in members.items() if member.name == name}
            choose = kw.get("values_callable")
            labels = list(choose(self.enum_class)) if choose else list(members)
            objects = list(members.values())
        else:
            self.enum_class = None
            labels = objects = (
                list(enums[0]) if len(enums) == 1 and isinstance(enums[0], (list, tuple)) else list(enums)
            )
        self.enums = labels
        self.values_callable = kw.get("values_callable")
        self._valid_lookup = dict(zip(objects, labels))
        self._object_lookup = dict(zip(labels, objects))
        self.native_enum = kw.get("native_enum", True)
        self.create_constraint = kw.get("create_constraint", False)
        self.validate_strings = kw.get("validate_strings", False)
        self.sort_key_function = kw.get("sort_key_function")
        self.length = self._length(kw.get("length"), labels)
        default = self.enum_class.__name__.lower() if self.enum_class is not None else None
        self.name = kw.get("name", default)
        self.schema = kw.get("schema")
        self.metadata = kw.get("metadata")
        self.inherit_schema = kw.get("inherit_schema", False)
        if self.metadata is not None:
            self.metadata._own_type(self)

    def _length(self, asked, labels):
        longest = max((len(label) for label in labels), default=0)
        if asked is None:
            return longest
        if not self.native_enum and asked < longest:
            raise ValueError(
                "When provided, length must be larger or equal than the length of the longest enum value. %s < %s"
                % (asked, longest)
            )
        return asked

    @property
    def python_type(self):
        """The enum class, or str."""
        return self.enum_class or str

    def __repr__(self):
        parts = [repr(label) for label in self.enums]
        for name, default in (
            ("name", None),
            ("schema", None),
            ("native_enum", True),
            ("create_constraint", False),
            ("create_type", True),
        ):
            value = getattr(self, name, default)
            if value != default:
                parts.append("%s=%r" % (name, value))
        return "%s(%s)" % (type(self).__name__, ", ".join(parts))

    def copy(self, **kwargs):
        """A copy of this type."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        if kwargs.get("metadata") is not None and self.metadata is not None:
            made.metadata = kwargs["metadata"]
        return made

    def _for_class(self, enum_class):
        """An Enum with these options for another enum class."""
        return type(self)(enum_class, **self._options)

    def adapt(self, cls, **kwargs):
        """The same labels as a `cls`, another kind of Enum."""
        if not issubclass(cls, Enum):
            return TypeEngine.adapt(self, cls, **kwargs)
        for name in (
            "name",
            "schema",
            "metadata",
            "inherit_schema",
            "native_enum",
            "values_callable",
            "create_constraint",
        ):
            kwargs.setdefault(name, getattr(self, name))
        return cls(*(self._given), **kwargs)

    bind_processor = convert.enum_bind
    result_processor = convert.enum_result
    literal_processor = convert.enum_literal

    def _db_value_for_lookup(self, value):
        label = self._valid_lookup.get(value) if value.__hash__ else None
        if label is not None:
            return label
        if isinstance(value, str) and (value in self._object_lookup or not self.validate_strings):
            return value
        raise LookupError(self._complaint(value))

    def _object_value_for_elem(self, value):
        try:
            return self._object_lookup[value]
        except KeyError:
            raise LookupError(self._complaint(value)) from None

    def _complaint(self, value):
        shown = self.enums if len(self.enums) < 4 else self.enums[:3] + ["..."] + self.enums[-1:]
        return "'%s' is not among the defined enum values. Enum name: %s. Possible values: %s" % (
            value,
            self.name,
            ", ".join(shown),
        )

    def _set_table(self, column, table):
        SchemaType._set_table(self, column, table)
        if self.create_constraint:
            from .type_checks import attach

            attach(self, column, table)
