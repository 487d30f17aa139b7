"""SQL text of expressions: SQLCompiler, one object for one statement.

`string` is the text with :name for values, as SQLAlchemy writes it; `params` are the values. What goes to the engine is
wire(): there IN lists are spread out, values are as their types want them, and colons that mark no value are escaped.

The methods visit_NAME(element, **kw) are found by the element's __visit_name__, those of @compiles before them. Each
dialect has a subclass in dialects/NAME/compiler.py. Keywords that travel inwards: literal_binds, include_table,
use_schema, asfrom, render_label_as_label.
"""

import re

from limbeck.missing import raise_for

from .names import AnonymousNames, _anonymous_label
from .compile_cte import CTECompiler
from .compile_dml import DMLCompiler
from .compile_expression import OPERATORS, ExpressionCompiler  # noqa: F401
from .compile_function import FunctionCompiler
from .compile_select import SelectCompiler
from .compile_values import ValueCompiler
from .naming import _truncated_label
from .preparer import RESERVED_WORDS, IdentifierPreparer  # noqa: F401

__getattr__ = raise_for(__name__)
_MARK = re.compile(r"(?<![:\w$\\\x00]):([\w$]+)")
_ESCAPE = re.compile(r"\\(?=:[\w$]*(?![:\w$]))")
_EXPAND = re.compile(r"__\[POSTCOMPILE_(\S+?)(~~.+?~~)?\]")


class Compiled:
    """The base of compiled things, by the name that scripts know."""

    is_sql = is_ddl = False


class SQLCompiler(
    ValueCompiler, ExpressionCompiler, FunctionCompiler, SelectCompiler, CTECompiler, DMLCompiler, Compiled
):
    """An expression as SQL text, and the compiler that made it."""

    name = "default"  # of the dialect
    is_sql = True
    positional = False
    positiontup = None
    isinsert = isupdate = isdelete = False
    returning = ()
    _methods = {}  # class of element -> function; of this compiler class

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._methods = {}

    def __init__(self, dialect, statement=None, column_keys=None, schema_translate_map=None, compile_kwargs=None, **kw):
        self.dialect = dialect
        self.statement = statement
        self.column_keys = column_keys
        self.preparer = dialect.identifier_preparer
        if schema_translate_map:
            self.preparer = IdentifierPreparer(dialect)
            self.preparer.schema_map = schema_translate_map
        self.label_length = dialect.label_length or dialect.max_identifier_length or 9999
        self.binds = {}  # name in the text -> BindParameter
        self.bind_names = {}  # BindParameter -> name in the text
        self.anon_map = AnonymousNames()
        self.truncated = {}
        self._counters = {}
        self.stack = []
        self.ctes = {}
        self.cte_names = {}
        self._expanding = False
        self._result_columns = []
        self._prefetch = []  # (name, default) of columns whose default Python makes
        self._last = None
        self.string = ""
        if statement is not None:
            self.execution_options = statement._execution_options
            text = self.process(statement, **(compile_kwargs or {}))
            if "\x00" in text:
                self._escaped, text = text, text.replace("\x00", "")
            self.string = text
            if self._expanding and (compile_kwargs or {}).get("render_postcompile"):
                self._spread()

    _escaped = None

    def __str__(self):
        return self.string

    sql_compiler = property(lambda self: self)
    current_executable = property(lambda self: self.stack[-1].statement if self.stack else self.statement)
    can_execute = property(lambda self: self.statement.supports_execution)

    # -- finding what writes an element

    def process(self, element, **kw):
        """The text of an element."""
        cls = element.__class__
        method = self._methods.get(cls)
        if method is None:
            method = self._methods[cls] = self._method_for(cls)
        return method(self, element, **kw)

    def _method_for(self, cls):
        for base in cls.__mro__:
            hook = base.__dict__.get("_compiler_dispatcher")
            if hook is not None:
                found = hook.for_dialect(self.name)
                if found is not None:
                    return lambda self, element, **kw: found(element, self, **kw)
            name = base.__dict__.get("__visit_name__")
            if name is not None:
                method = getattr(type(self), "visit_" + name, None)
                if method is not None:
                    return method
                if base is cls or hook is None:
                    break
        return type(self)._unsupported

    def _unsupported(self, element, **kw):
        if self.name == "default" and element.stringify_dialect != "default":
            return self._as_dialect(element.stringify_dialect).process(element, **kw)
        from ..exc import UnsupportedCompilationError

        raise UnsupportedCompilationError(self, type(element))

    def _as_dialect(self, name):
        """A compiler of another dialect that shares what this one knows of the statement."""
        from ..dialects import dialect_named

        made = compiler_class(name)(dialect_named(name))
        made.__dict__.update(self.__dict__, dialect=made.dialect)
        return made

    def _method_of(self, name):
        return getattr(self, name, None)

    # -- names

    def name_of(self, kind, name):
        """A name as it is written: anonymous ones get their number, long ones are cut."""
        if not isinstance(name, _truncated_label):
            return name
        key = kind, name
        found = self.truncated.get(key)
        if found is None:
            found = name.apply_map(self.anon_map) if isinstance(name, _anonymous_label) else name
            room = self.label_length - 6
            if len(found) > room:
                number = self._counters[kind] = self._counters.get(kind, 0) + 1
                found = "%s_%s" % (found[: max(room, 0)], hex(number)[2:])
            self.truncated[key] = found
        return found

    # -- values

    @property
    def params(self):
        """{name: value}; None for one that execution will bring."""
        return self.construct_params(_check=False)

    def construct_params(self, params=None, _check=True, **kwargs):
        """{name: value}, with those of `params` in place of the statement's own. InvalidRequestError."""
        if _check and self._last is not None and self._last[0] is params:
            return dict(self._last[1])
        found = {}
        for name, bind in self.binds.items():
            if params and bind.key in params:
                found[name] = params[bind.key]
            elif params and name in params:
                found[name] = params[name]
            elif _check and bind.required:
                if bind._is_textual:
                    continue  # the engine knows whether it stands in a string
                from ..exc import InvalidRequestError

                raise InvalidRequestError("A value is required for bind parameter %r" % str(name))
            else:
                found[name] = bind.callable() if bind.callable else bind.value
        if _check:
            self._add_defaults(found, params or ())
            self._last = params, dict(found)
        return found

    def _add_defaults(self, found, params):
        context = None
        for name, default, key in self._prefetch:
            if key in params:
                continue
            if default.is_callable:
                context = context or DefaultContext(self, found)
                found[name] = default.arg(context)
            else:
                found[name] = default.arg

    # -- for the engine

    def wire(self, params=None):
        """(text, values) for the engine's style "named"."""
        values = self.construct_params(params)
        text = self._escaped or self.string
        if self._expanding:
            text, values, types = self._expand(text, values)
        else:
            types = {name: bind.type for name, bind in self.binds.items()}
        return self._wire_text(text, values), self._processed(values, types)

    def wire_many(self, sets):
        """(text, [values]) for several sets of values."""
        types = {name: bind.type for name, bind in self.binds.items()}
        processors = self._processors(types)
        found = [self.construct_params(one) for one in sets]
        text = self._wire_text(self._escaped or self.string, found[0] if found else {})
        return text, [self._process_with(values, processors) for values in found]

    def _processors(self, types):
        found = {}
        for name, type_ in types.items():
            write = type_._cached_bind_processor(self.dialect)
            if write is not None:
                found[name] = write
        return found

    def _process_with(self, values, processors):
        for name, write in processors.items():
            if name in values:
                values[name] = write(values[name])
        return values

    def _processed(self, values, types):
        return self._process_with(values, self._processors(types))

    def _wire_text(self, text, values):
        if ":" not in text:
            return text
        if "\\:" in text:
            text = _ESCAPE.sub(r"\\\\", text)

        def mark(found):
            name = found.group(1)
            if name in values or name in self.binds or text[found.end() : found.end() + 1] == ":":
                return found.group()
            return "\\" + found.group()

        return _MARK.sub(mark, text).replace("\x00", "\\")

    def _expand(self, text, values):
        """The text with the items of IN lists in it; (text, values, types)."""
        types = {name: bind.type for name, bind in self.binds.items()}
        values = dict(values)

        def spread(found):
            name, template = found.group(1), found.group(2)
            bind = self.binds[name]
            type_ = types.pop(name, bind.type)
            given = values.pop(name, None)
            if given is None and name in done:
                return done[name]
            if bind.literal_execute and not bind.expanding:
                done[name] = self.render_literal_value(given, type_)
                return done[name]
            items = [] if given is None else list(given)
            done[name] = self._list_text(name, bind, items, values, types, template)
            return done[name]

        done = {}
        return _EXPAND.sub(spread, text), values, types

    def _spread(self):
        """Make the text one with spread IN lists, and the values such."""
        self.string, values, types = self._expand(self.string, self.construct_params(_check=False))
        from .clause import BindParameter

        self.binds = {name: self.binds.get(name) or BindParameter(name, values[name], types[name]) for name in values}
        self._expanding = False


StrSQLCompiler = SQLCompiler


class DefaultContext:
    """What a column's default function is given: context.get_current_parameters()."""

    isinsert = isupdate = False

    def __init__(self, compiled, parameters):
        self.compiled = compiled
        self.dialect = compiled.dialect
        self.current_parameters = parameters
        self.isinsert, self.isupdate = compiled.isinsert, compiled.isupdate

    def get_current_parameters(self, isolate_multiinsert_groups=True):
        """The values of the row."""
        return self.current_parameters


# ---- which compiler


_classes = {"default": SQLCompiler}
_DIALECTS = ("postgresql", "sqlite", "mysql", "mariadb", "mssql", "oracle")
_default_dialect = None


def compiler_class(name):
    """The compiler of a dialect."""
    found = _classes.get(name)
    if found is None:
        if name not in _DIALECTS:
            return SQLCompiler
        from importlib import import_module

        package = "mysql" if name == "mariadb" else name
        found = _classes[name] = import_module("..dialects.%s.compiler" % package, __package__).COMPILERS[name]
    return found


def compiler_for(dialect):
    """A compiler without a statement, for whoever wants to write parts of one."""
    return compiler_class(dialect.name)(dialect)


def default_dialect():
    """The dialect of str(expression)."""
    global _default_dialect
    if _default_dialect is None:
        from ..engine.default import DefaultDialect

        _default_dialect = DefaultDialect()
    return _default_dialect


def compile_element(element, dialect=None, column_keys=None, compile_kwargs=None, schema_translate_map=None, **kw):
    """The Compiled of an element."""
    if dialect is None:
        dialect = default_dialect()
    elif isinstance(dialect, type):
        dialect = dialect()
    return compiler_class(dialect.name)(dialect, element, column_keys, schema_translate_map, compile_kwargs)


def forget_methods():
    """Look the functions of elements up again: @compiles has changed them."""
    for cls in _classes.values():
        cls._methods.clear()
