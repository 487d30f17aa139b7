"""Bind parameters and literals in SQL text."""

from . import operators
from .sqltypes import STRINGTYPE, type_of_value

_UNSAFE = {ord(char): "_" for char in " .[]-+*/'\"!?#&@,;<>=|{}~^`\\"}
_UNSAFE.update({ord("%"): "P", ord("("): "A", ord(")"): "Z", ord(":"): "C"})


class ValueCompiler:
    """The part of SQLCompiler that writes values."""

    ansi_bind_rules = False

    def visit_bindparam(self, bind, literal_binds=False, literal_execute=False, skip_bind_expression=False, **kw):
        """:name; a literal with literal_binds; a place for an IN list."""
        if not skip_bind_expression:
            wrapped = bind.type.dialect_impl(self.dialect).bind_expression(bind)
            if wrapped is not None:
                return self._wrapped(wrapped, bind, literal_binds, kw)
        if literal_binds:
            text = self.render_literal_bindparam(bind, **kw)
            return "(%s)" % text if bind.expanding else text
        name = self._bind_name(bind)
        if bind.expanding or literal_execute or bind.literal_execute:
            self._expanding = True
            if literal_execute and not bind.literal_execute:
                self.binds[name] = bind.render_literal_execute()
            return ("(__[POSTCOMPILE_%s])" if bind.expanding else "__[POSTCOMPILE_%s]") % name
        return ":" + name

    def _wrapped(self, expression, bind, literal_binds, kw):
        """A value inside of what its type wants around it; of an IN list every item is."""
        text = self.process(
            expression, skip_bind_expression=True, literal_binds=literal_binds and not bind.expanding, **kw
        )
        if not bind.expanding:
            return text
        name = self._bind_name(bind)
        before, _, behind = text.partition("(__[POSTCOMPILE_%s])" % name)
        if literal_binds:
            items = bind.effective_value
            return "(%s)" % ", ".join(before + self.render_literal_value(item, bind.type) + behind for item in items)
        return "(__[POSTCOMPILE_%s~~%s~~REPL~~%s~~])" % (name, before, behind)

    def _bind_name(self, bind):
        name = self.bind_names.get(bind)
        if name is None:
            name = self.name_of("bindparam", bind.key)
            if not name.isidentifier():
                name = name.translate(_UNSAFE)
            existing = self.binds.get(name)
            if existing is not None and existing is not bind:
                self._check_conflict(name, existing, bind)
            self.bind_names[bind] = name
            self.binds[name] = bind
        return name

    def _check_conflict(self, name, existing, bind):
        from ..exc import CompileError

        if (existing.unique or bind.unique) and existing._orig_key != bind._orig_key:
            raise CompileError("Bind parameter '%s' conflicts with unique bind parameter of the same name" % name)
        if existing.expanding != bind.expanding:
            raise CompileError(
                "Can't reuse bound parameter name '%s' in both 'expanding' (e.g. within an IN expression) and "
                "non-expanding contexts.  If this parameter is to receive a list/array value, set 'expanding=True' on "
                "it for expressions that aren't IN, otherwise use a different parameter name." % name
            )
        if existing._is_crud != bind._is_crud:
            raise CompileError(
                "bindparam() name '%s' is reserved for automatic usage in the VALUES or SET clause of this "
                "insert/update statement.   Please use a name other than column name when using bindparam() with "
                "insert() or update() (for example, 'b_%s')." % (bind.key, bind.key)
            )

    def bindparam_string(self, name, **kw):
        """A mark for a value."""
        return ":" + name

    # -- literals

    def render_literal_bindparam(self, bind, **kw):
        """The value of a parameter as a literal."""
        if bind.value is None and bind.callable is None:
            return "NULL"
        value = bind.effective_value
        if bind.expanding:
            return self._list_literals(bind, list(value))
        return self.render_literal_value(value, bind.type)

    def render_literal_value(self, value, type_):
        """A value as a literal. CompileError."""
        if value is None and not type_.should_evaluate_none:
            return "NULL"
        from ..exc import CompileError

        if type_._isnull:
            type_ = type_of_value(value)
            if type_._isnull:
                raise CompileError(
                    "No literal value renderer is available for literal value %s with datatype NULL"
                    % _quoted(repr(value))
                )
        processor = type_._cached_literal_processor(self.dialect)
        if processor is None:
            raise CompileError(
                "No literal value renderer is available for literal value %s with datatype %s"
                % (_quoted(repr(value)), type_)
            )
        try:
            return processor(value)
        except Exception as failure:
            raise CompileError(
                "Could not render literal value %s with datatype %s; see parent stack trace for more detail."
                % (_quoted(repr(value)), type_)
            ) from failure

    def quote_literal(self, text):
        """A string as a literal."""
        return self.render_literal_value(text, STRINGTYPE)

    # -- lists

    def _list_literals(self, bind, items):
        if not items:
            return self._empty_list(bind)
        if self._are_tuples(bind, items):
            types = getattr(bind.type, "types", None)
            return self._tuple_prefix() + ", ".join(
                "(%s)" % ", ".join(
                    self.render_literal_value(value, self._type_at(types, place, value))
                    for place, value in enumerate(item)
                )
                for item in items
            )
        return ", ".join(self.render_literal_value(item, bind.type) for item in items)

    def _list_text(self, name, bind, items, values, types, template):
        """The marks of an IN list; its items go to `values`, with their types."""
        if bind.literal_execute:
            return self._list_literals(bind, items)
        if not items:
            return self._empty_list(bind)
        if self._are_tuples(bind, items):
            own = getattr(bind.type, "types", None)
            rows = []
            for row, item in enumerate(items, 1):
                marks = []
                for place, value in enumerate(item):
                    key = "%s_%d_%d" % (name, row, place + 1)
                    values[key] = value
                    types[key] = self._type_at(own, place, value)
                    marks.append(":" + key)
                rows.append("(%s)" % ", ".join(marks))
            return self._tuple_prefix() + ", ".join(rows)
        before, behind = "", ""
        if template:
            _, before, _, behind, _ = template.split("~~")
        marks = []
        for place, item in enumerate(items, 1):
            key = "%s_%d" % (name, place)
            values[key] = item
            types[key] = bind.type
            marks.append("%s:%s%s" % (before, key, behind))
        return ", ".join(marks)

    @staticmethod
    def _type_at(types, place, value):
        if types and place < len(types) and not types[place]._isnull:
            return types[place]
        return type_of_value(value)

    @staticmethod
    def _are_tuples(bind, items):
        return bind.type.__visit_name__ == "tuple" or bind.type._isnull and isinstance(items[0], (list, tuple))

    tuple_in_values = False

    def _tuple_prefix(self):
        return "VALUES " if self.tuple_in_values else ""

    def _empty_list(self, bind):
        """What stands in IN () for no values at all: it is never true."""
        types = bind.type.types if bind.type.__visit_name__ == "tuple" else [bind.type]
        nulls = "(%s)" % ", ".join(["NULL"] * len(types)) if len(types) > 1 else "NULL"
        if bind.expand_op is operators.not_in_op:
            return nulls + ") OR (1 = 1"
        if bind.expand_op is operators.in_op:
            return nulls + ") AND (1 != 1"
        return self.visit_empty_set_expr(types)

    def visit_empty_set_expr(self, types, **kw):
        """A SELECT without rows."""
        return "SELECT 1 WHERE 1!=1"


def _quoted(text):
    return '"%s"' % text if text[:1] in "\"'" else text
