"""MySQL's and MariaDB's SQL text."""

from ...sql import coercions
from ...sql.clause import BindParameter
from ...sql.comparator import kind_of
from ...sql.compiler import SQLCompiler
from ...sql.elements import literal_column
from ...sql.walking import replaced

_MATCH_MODES = (
    ("mysql_boolean_mode", True, "IN BOOLEAN MODE"),
    ("mysql_natural_language", False, "IN NATURAL LANGUAGE MODE"),
    ("mysql_query_expansion", False, "WITH QUERY EXPANSION"),
)
_MATCH_VALID = frozenset(((), (0,), (1,), (2,), (1, 2)))


class MySQLCompiler(SQLCompiler):
    """Writes MySQL's SQL."""

    name = "mysql"
    extract_map = {"milliseconds": "millisecond"}
    div_is_floordiv = False
    update_names_tables = True
    cte_follows_insert = True
    supports_sequences = False
    postfetch_lastrowid = True
    join_words = {(False, False): " INNER JOIN ", (True, False): " LEFT OUTER JOIN "}

    def default_from(self):
        """FROM DUAL, where there is a condition"""
        return " FROM DUAL" if self.stack and self.stack[-1].statement._where_criteria else ""

    # -- functions

    def visit_random_func(self, function, **kw):
        """rand()"""
        return "rand" + self.function_argspec(function, **kw)

    def visit_sysdate_func(self, function, **kw):
        """SYSDATE()"""
        return "SYSDATE()"

    def visit_rollup_func(self, function, **kw):
        """expressions WITH ROLLUP"""
        return self.join_texts(function.clauses.clauses, ", ", **kw) + " WITH ROLLUP"

    def visit_aggregate_strings_func(self, function, order_by=None, **kw):
        """group_concat(expression SEPARATOR separator)"""
        expression, separator = function.clauses.clauses
        order = "" if order_by is None else " ORDER BY " + self.process(order_by, **kw)
        return "group_concat(%s%s SEPARATOR %s)" % (
            self.process(expression, **kw), order, self.process(separator, literal_execute=True, **kw),
        )

    # -- strings

    def concatenated(self, texts):
        """concat(a, b, c)"""
        return "concat(%s)" % ", ".join(texts)

    def visit_concat_op_binary(self, binary, operator, **kw):
        """concat(a, b)"""
        return "concat(%s, %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_concat_op_expression_clauselist(self, clauses, operator, **kw):
        """concat(a, b, c)"""
        return "concat(%s)" % self.join_texts(clauses.clauses, ", ", **kw)

    def visit_match_op_binary(self, binary, operator, **kw):
        """MATCH (columns) AGAINST (expression modes)"""
        modes = tuple(
            place
            for place, (name, default, _) in enumerate(_MATCH_MODES)
            if binary.modifiers.get(name, default)
        )
        if modes not in _MATCH_VALID:
            from ...exc import CompileError

            names = ("in_boolean_mode", "in_natural_language_mode", "with_query_expansion")
            raise CompileError(
                "Invalid MySQL match flags: %s"
                % ", ".join("%s=%s" % (name, place in modes) for place, name in enumerate(names))
            )
        against = " ".join([self.process(binary.right, **kw)] + [_MATCH_MODES[place][2] for place in modes])
        return "MATCH (%s) AGAINST (%s)" % (self.process(binary.left, **kw), against)

    def visit_mysql_match(self, element, **kw):
        """MATCH (columns) AGAINST (expression modes)"""
        return self.visit_match_op_binary(element, element.operator, **kw)

    def _regexp(self, binary, word, kw):
        if binary.modifiers.get("flags") is None:
            return self.plain_binary(binary, " %s " % word, **kw)
        text = "REGEXP_LIKE(%s, %s, %s)" % (
            self.process(binary.left, **kw), self.process(binary.right, **kw), self._flags_text(binary, kw),
        )
        return "NOT " + text if word == "NOT REGEXP" else text

    def _flags_text(self, binary, kw):
        flags = binary.modifiers["flags"]
        return self.quote_literal(flags) if isinstance(flags, str) else self.process(flags, **kw)

    def visit_regexp_match_op_binary(self, binary, operator, **kw):
        """left REGEXP right"""
        return self._regexp(binary, "REGEXP", kw)

    def visit_not_regexp_match_op_binary(self, binary, operator, **kw):
        """left NOT REGEXP right"""
        return self._regexp(binary, "NOT REGEXP", kw)

    def visit_regexp_replace_op_binary(self, binary, operator, **kw):
        """REGEXP_REPLACE(string, pattern, replacement, flags)"""
        parts = [self.process(binary.left, **kw), self.process(binary.right, **kw)]
        if binary.modifiers.get("flags") is not None:
            parts.append(self._flags_text(binary, kw))
        return "REGEXP_REPLACE(%s)" % ", ".join(parts)

    # -- comparisons, documents, types

    def visit_is_distinct_from_binary(self, binary, operator, **kw):
        """NOT (a <=> b)"""
        return "NOT (%s <=> %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_is_not_distinct_from_binary(self, binary, operator, **kw):
        """a <=> b"""
        return "%s <=> %s" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_true(self, element, **kw):
        """true"""
        return "true"

    def visit_false(self, element, **kw):
        """false"""
        return "false"

    native_boolean = False

    def visit_json_getitem_op_binary(self, binary, operator, **kw):
        """JSON_EXTRACT(document, path), as the type that is wanted"""
        found = "JSON_EXTRACT(%s, %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))
        kind = kind_of(binary.type)
        if kind == "json":
            return found
        wanted = {
            "integer": "ELSE CAST(%s AS SIGNED INTEGER)",
            "boolean": "WHEN true THEN true ELSE false",
            "string": "ELSE JSON_UNQUOTE(%s)",
            "numeric": "ELSE %s+0.0000000000000000000000",
        }.get(kind, "ELSE %s")
        if kind == "numeric" and binary.type.scale is not None and binary.type.precision is not None:
            wanted = "ELSE CAST(%%s AS DECIMAL(%s, %s))" % (binary.type.precision, binary.type.scale)
        return "CASE %s WHEN 'null' THEN NULL %s END" % (found, wanted % found if "%s" in wanted else wanted)

    visit_json_path_getitem_op_binary = visit_json_getitem_op_binary

    def visit_cast(self, cast, **kw):
        """CAST(expression AS type), to the types that MySQL casts to"""
        name = self.cast_name(cast.type.dialect_impl(self.dialect))
        if name is None:
            import warnings

            from ...exc import SAWarning

            warnings.warn(
                "Datatype %s does not support CAST on MySQL/MariaDb; the CAST will be skipped."
                % cast.type.compile(dialect=self.dialect),
                SAWarning,
            )
            return self.process(cast.clause.self_group(), **kw)
        return "CAST(%s AS %s)" % (self.process(cast.clause, **kw), name)

    def cast_name(self, type_):
        """What a type is called in CAST; None if there is no cast to it."""
        while type_._is_type_decorator and hasattr(type_, "impl"):
            type_ = type_.impl
        names = {cls.__name__ for cls in type(type_).__mro__}
        if "Integer" in names:
            return "UNSIGNED INTEGER" if getattr(type_, "unsigned", False) else "SIGNED INTEGER"
        if "TIMESTAMP" in names:
            return "DATETIME"
        if names & {"DECIMAL", "DateTime", "Date", "Time"}:
            return type_.compile(dialect=self.dialect)
        if "String" in names and not names & {"ENUM", "SET"}:
            return "CHAR" if type_.length is None else "CHAR(%s)" % type_.length
        if "_Binary" in names:
            return "BINARY"
        if "JSON" in names:
            return "JSON"
        if "Float" in names:
            return None
        if "Numeric" in names:
            return type_.compile(dialect=self.dialect).replace("NUMERIC", "DECIMAL")
        return None

    def visit_typeclause(self, element, **kw):
        """The type as CAST has it"""
        return self.cast_name(element.type)

    # -- SELECT

    def get_from_hint_text(self, table, text):
        """The hint"""
        return text

    def limit_clause(self, select, **kw):
        """LIMIT offset, number"""
        limit, offset = select._limit_clause, select._offset_clause
        number = "18446744073709551615" if limit is None else None
        if offset is None:
            return " \n LIMIT %s" % self.process(limit, **kw)
        offset = self.process(offset, **kw)
        return " \n LIMIT %s, %s" % (offset, number or self.process(limit, **kw))

    def for_update_clause(self, select, **kw):
        """FOR UPDATE with its options"""
        wanted = select._for_update_arg
        text = " LOCK IN SHARE MODE" if wanted.read else " FOR UPDATE"
        if wanted.of and self._has_for_update_of():
            text += " OF " + self._for_update_tables(select, **kw)
        return text + " NOWAIT" * bool(wanted.nowait) + " SKIP LOCKED" * bool(wanted.skip_locked)

    def _has_for_update_of(self):
        version = self.dialect.server_version_info
        return self.name == "mysql" and not self.dialect.is_mariadb and version is not None and version >= (8,)

    def visit_empty_set_expr(self, types, **kw):
        """A SELECT without rows"""
        names = ["_in_%d" % place for place in range(len(types))]
        inner = ", ".join("1 AS " + name for name in names)
        return "SELECT %s FROM (SELECT %s) as _empty_set WHERE 1!=1" % (", ".join(names), inner)

    # -- INSERT, UPDATE, DELETE

    def visit_on_duplicate_key_update(self, clause, **kw):
        """ON DUPLICATE KEY UPDATE"""
        columns = list(self.stack[-1].statement.table.c)
        if clause.ordered:
            order = list(clause.update)
            columns.sort(key=lambda column: order.index(column.key) if column.key in order else len(order))
        pairs = []
        for column in columns:
            if column.key in clause.update:
                value = self._set_value(clause, column, clause.update[column.key])
                text = self.process(value.self_group(), use_schema=False)
                pairs.append("%s = %s" % (self.preparer.quote(column.name), text))
        return "ON DUPLICATE KEY UPDATE " + ", ".join(pairs)

    def _set_value(self, clause, column, value):
        if coercions.is_literal(value):
            return BindParameter(None, coercions.resolve(value), column.type, unique=True)

        def replace(element):
            if element._is_bind_parameter and element.type._isnull:
                return element._with_binary_element_type(column.type)
            if element.__visit_name__ == "column" and element.table is clause.inserted_alias:
                return literal_column("VALUES(%s)" % self.preparer.quote(element.name))
            return None

        return replaced(coercions.expression(value), replace)

    def update_tables_clause(self, update, others, **kw):
        """The tables"""
        kw["asfrom"] = True
        return ", ".join([self.process(item, **kw) for item in [update.table] + others])

    def update_from_clause(self, update, others, **kw):
        """Nothing: the tables stand in front"""
        return None

    def delete_table_clause(self, delete, others, **kw):
        """The table; its alias alone where there are others"""
        kw.update(asfrom=True)
        return self.process(delete.table, iscrud=True, ashint=bool(others), **kw)

    def delete_extra_from_clause(self, delete, others, **kw):
        """USING tables"""
        kw["asfrom"] = True
        return "USING " + ", ".join([self.process(item, **kw) for item in [delete.table] + others])


class MariaDBCompiler(MySQLCompiler):
    """Writes MariaDB's SQL."""

    name = "mariadb"
    supports_sequences = True

    def visit_sequence(self, sequence, **kw):
        """nextval(name)"""
        return "nextval(%s)" % self.preparer.format_sequence(sequence)

    def _regexp(self, binary, word, kw):
        if binary.modifiers.get("flags") is None:
            return self.plain_binary(binary, " %s " % word, **kw)
        left, right = self.process(binary.left, **kw), self.process(binary.right, **kw)
        return "%s %s %s" % (left, word, self._with_flags(binary, right, kw))

    def _with_flags(self, binary, pattern, kw):
        return "CONCAT('(?', %s, ')', %s)" % (self._flags_text(binary, kw), pattern)

    def visit_regexp_replace_op_binary(self, binary, operator, **kw):
        """REGEXP_REPLACE(string, pattern with flags, replacement)"""
        if binary.modifiers.get("flags") is None:
            return super().visit_regexp_replace_op_binary(binary, operator, **kw)
        pattern, replacement = binary.right.clauses
        return "REGEXP_REPLACE(%s, %s, %s)" % (
            self.process(binary.left, **kw),
            self._with_flags(binary, self.process(pattern, **kw), kw),
            self.process(replacement, **kw),
        )


COMPILERS = {"mysql": MySQLCompiler, "mariadb": MariaDBCompiler}
