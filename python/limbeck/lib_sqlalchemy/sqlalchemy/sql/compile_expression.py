"""Expressions in SQL text: columns, operators, functions, CASE, CAST, texts."""

import re

from . import operators
from .elements import TextClause

OPERATORS = {
    operators.and_: " AND ",
    operators.or_: " OR ",
    operators.add: " + ",
    operators.mul: " * ",
    operators.sub: " - ",
    operators.mod: " % ",
    operators.neg: "-",
    operators.lt: " < ",
    operators.le: " <= ",
    operators.ne: " != ",
    operators.gt: " > ",
    operators.ge: " >= ",
    operators.eq: " = ",
    operators.is_distinct_from: " IS DISTINCT FROM ",
    operators.is_not_distinct_from: " IS NOT DISTINCT FROM ",
    operators.concat_op: " || ",
    operators.match_op: " MATCH ",
    operators.not_match_op: " NOT MATCH ",
    operators.in_op: " IN ",
    operators.not_in_op: " NOT IN ",
    operators.comma_op: ", ",
    operators.from_: " FROM ",
    operators.as_: " AS ",
    operators.is_: " IS ",
    operators.is_not: " IS NOT ",
    operators.collate: " COLLATE ",
    operators.exists: "EXISTS ",
    operators.distinct_op: "DISTINCT ",
    operators.inv: "NOT ",
    operators.any_op: "ANY ",
    operators.all_op: "ALL ",
    operators.desc_op: " DESC",
    operators.asc_op: " ASC",
    operators.nulls_first_op: " NULLS FIRST",
    operators.nulls_last_op: " NULLS LAST",
    operators.bitwise_xor_op: " ^ ",
    operators.bitwise_or_op: " | ",
    operators.bitwise_and_op: " & ",
    operators.bitwise_not_op: "~",
    operators.bitwise_lshift_op: " << ",
    operators.bitwise_rshift_op: " >> ",
}
_BIND = TextClause._bind_params_regex
_ESCAPED = re.compile(r"\\(:\w*)(?![:\w])")
_CAST_COLLATE = re.compile("(.*)( COLLATE .*)")
# startswith() and its like: the operator it is with %, which sides have a %, whether in lower case
_PARTS = {
    operators.contains_op: (operators.like_op, True, True),
    operators.startswith_op: (operators.like_op, False, True),
    operators.endswith_op: (operators.like_op, True, False),
    operators.not_contains_op: (operators.not_like_op, True, True),
    operators.not_startswith_op: (operators.not_like_op, False, True),
    operators.not_endswith_op: (operators.not_like_op, True, False),
    operators.icontains_op: (operators.ilike_op, True, True),
    operators.istartswith_op: (operators.ilike_op, False, True),
    operators.iendswith_op: (operators.ilike_op, True, False),
    operators.not_icontains_op: (operators.not_ilike_op, True, True),
    operators.not_istartswith_op: (operators.not_ilike_op, False, True),
    operators.not_iendswith_op: (operators.not_ilike_op, True, False),
}


class ExpressionCompiler:
    """The part of SQLCompiler that writes expressions."""

    native_boolean = True
    extract_map = {}
    div_is_floordiv = True

    # -- names

    def visit_column(self, column, include_table=True, **kw):
        """The column's name, with its table's in front."""
        name = column.name
        if column.is_literal:
            name = self._literal_text(name)
        else:
            if name is None:
                name = "<name unknown>"
            name = self.preparer.quote(self.name_of("colident", name))
        table = column.table
        if table is None or not include_table or not table.named_with_column:
            return name
        return "%s.%s" % (self._table_prefix(table), name)

    def _table_prefix(self, table):
        if table._is_table:
            preparer = self.preparer
            schema = preparer.schema_for_object(table)
            if schema:
                return "%s.%s" % (preparer.quote_schema(schema), preparer.quote(table.name))
            names = self._ambiguous_names
            if names and table.name in names:
                return preparer.quote(self.name_of("alias", names[table.name]))
            return preparer.quote(table.name)
        return self.preparer.quote(self.name_of("alias", table.name))

    _ambiguous_names = None

    def _literal_text(self, text):
        return text

    def visit_label(self, label, render_label_as_label=None, **kw):
        """The labelled element; the name alone where a reference is wanted."""
        if render_label_as_label is label:
            return self.preparer.quote(self.name_of("colident", label.name))
        return self.process(label.element, **kw)

    def visit_label_reference(self, reference, **kw):
        """An item of ORDER BY: the label's name, if the statement selects it."""
        label = reference.element._order_by_label_element
        names = self.stack[-1].selected if self.stack else None
        if names is not None and label is not None:
            found = names().get(label.name)
            if found is not None and label.shares_lineage(found):
                kw["render_label_as_label"] = label
        return self.process(reference.element, **kw)

    def visit_textual_label_reference(self, reference, **kw):
        """A name in ORDER BY: a label, or a column."""
        if not self.stack:
            return reference.element
        entry = self.stack[-1]
        column = entry.selected().get(reference.element) if entry.selected else None
        if column is None:
            column = next((c for f in entry.froms for c in f.c if c.key == reference.element), None)
        if column is None:
            from ..exc import CompileError

            raise CompileError(
                "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression %r "
                "should be explicitly declared as text(%r)" % (reference.element, reference.element)
            )
        return self.process(column, render_label_as_label=column, **kw)

    def visit_collation(self, element, **kw):
        """The collation's name."""
        return self.preparer.format_collation(element.collation)

    def visit_sequence(self, sequence, **kw):
        """The sequence's next value."""
        return "<next sequence value: %s>" % self.preparer.format_sequence(sequence)

    # -- texts and constants

    def visit_textclause(self, text, **kw):
        """The text, its parameters being this statement's."""
        binds = text._bindparams
        result = text.text
        if ":" not in result:
            return result

        def bind(found):
            own = binds.get(found.group(1))
            if own is None or own._is_textual and own.required and kw.get("literal_binds"):
                return found.group()
            return self.process(own, **kw)

        if binds:
            result = _BIND.sub(bind, result)
        return _ESCAPED.sub("\x00\\1", result) if "\\:" in result else result

    def visit_null(self, element, **kw):
        """NULL."""
        return "NULL"

    def visit_true(self, element, **kw):
        """true, or 1."""
        return "true" if self.native_boolean else "1"

    def visit_false(self, element, **kw):
        """false, or 0."""
        return "false" if self.native_boolean else "0"

    # -- lists and parentheses

    def join_texts(self, elements, separator, **kw):
        """The texts of elements; empty ones are left out."""
        process = self.process
        return separator.join([text for text in [process(element, **kw) for element in elements] if text])

    def visit_grouping(self, grouping, asfrom=False, **kw):
        """(element)"""
        if grouping._is_from_clause and not grouping._is_column_element:
            kw["asfrom"] = asfrom
        return "(%s)" % self.process(grouping.element, **kw)

    def visit_clauselist(self, clauses, **kw):
        """The elements with the operator between them."""
        separator = " " if clauses.operator is None else OPERATORS[clauses.operator]
        return self.join_texts(clauses.clauses, separator, **kw)

    def visit_expression_clauselist(self, clauses, **kw):
        """The operands with the operator between them."""
        operator = clauses.operator
        special = self._method_of("visit_%s_expression_clauselist" % operator.__name__)
        if special:
            return special(clauses, operator, **kw)
        kw["_in_operator"] = True
        return self.join_texts(clauses.clauses, OPERATORS[operator], **kw)

    def visit_tuple(self, element, **kw):
        """(a, b)"""
        return "(%s)" % self.visit_clauselist(element, **kw)

    def visit_slice(self, element, **kw):
        """start:stop"""
        return "%s:%s" % (self.process(element.start, **kw), self.process(element.stop, **kw))

    def visit_typeclause(self, element, **kw):
        """The type's name."""
        return element.type.compile(dialect=None if self.name == "default" else self.dialect)

    # -- operators

    def visit_binary(self, binary, override_operator=None, **kw):
        """left operator right"""
        operator = override_operator or binary.operator
        special = self._method_of("visit_%s_binary" % operator.__name__)
        if special:
            return special(binary, operator, **kw)
        return self.plain_binary(binary, OPERATORS[operator], **kw)

    def plain_binary(self, binary, text, _in_operator=False, eager_grouping=False, **kw):
        """left text right; in parentheses inside of another, if the operator is eager for them."""
        kw["_in_operator"] = True
        found = self.process(binary.left, **kw) + text + self.process(binary.right, **kw)
        return "(%s)" % found if eager_grouping and _in_operator else found

    _generate_generic_binary = plain_binary

    def visit_custom_op_binary(self, binary, operator, **kw):
        """left opstring right"""
        if operator.visit_name:
            special = self._method_of("visit_%s_op_binary" % operator.visit_name)
            if special:
                return special(binary, operator, **kw)
        return self.plain_binary(binary, " %s " % operator.opstring, eager_grouping=operator.eager_grouping, **kw)

    def visit_unary(self, unary, **kw):
        """operator element, or element modifier"""
        operator = unary.operator or unary.modifier
        name = "visit_%s_unary_%s" % (operator.__name__, "operator" if unary.operator else "modifier")
        special = self._method_of(name)
        if special:
            return special(unary, operator, **kw)
        custom = isinstance(operator, operators.custom_op)
        if unary.operator:
            return (operator.opstring + " " if custom else OPERATORS[operator]) + self.process(unary.element, **kw)
        return self.process(unary.element, **kw) + (" " + operator.opstring if custom else OPERATORS[operator])

    def _truth(self, element):
        return element._is_implicitly_boolean or self.native_boolean

    def visit_is_true_unary_operator(self, element, operator, **kw):
        """A column as a condition."""
        text = self.process(element.element, **kw)
        return text if self._truth(element) else "%s = 1" % text

    def visit_is_false_unary_operator(self, element, operator, **kw):
        """A column as a condition, negated."""
        text = self.process(element.element, **kw)
        return "NOT %s" % text if self._truth(element) else "%s = 0" % text

    def visit_not_in_op_binary(self, binary, operator, **kw):
        """(left NOT IN right)"""
        return "(%s)" % self.plain_binary(binary, " NOT IN ", **kw)

    def visit_not_match_op_binary(self, binary, operator, **kw):
        """NOT left MATCH right"""
        return "NOT %s" % self.visit_binary(binary, override_operator=operators.match_op)

    def visit_function_as_comparison_op_binary(self, binary, operator, **kw):
        """The function."""
        return self.process(binary.sql_function, **kw)

    def visit_truediv_binary(self, binary, operator, **kw):
        """left / right, not of integers"""
        from .comparator import kind_of
        from .expressions import Cast
        from .sqltypes import Numeric

        right = binary.right
        if self.div_is_floordiv:
            right = Cast(right, right.type if kind_of(right.type) == "numeric" else Numeric())
        return "%s / %s" % (self.process(binary.left, **kw), self.process(right, **kw))

    def visit_floordiv_binary(self, binary, operator, **kw):
        """FLOOR(left / right), or / of integers"""
        from .comparator import kind_of

        text = "%s / %s" % (self.process(binary.left, **kw), self.process(binary.right, **kw))
        if self.div_is_floordiv and kind_of(binary.left.type) == kind_of(binary.right.type) == "integer":
            return text
        return "FLOOR(%s)" % text

    # -- LIKE

    def _like(self, binary, word, fold=False, **kw):
        left, right = self.process(binary.left, **kw), self.process(binary.right, **kw)
        if fold:
            left, right = "lower(%s)" % left, "lower(%s)" % right
        return "%s %s %s%s" % (left, word, right, self._escape(binary))

    def _escape(self, binary):
        escape = binary.modifiers.get("escape")
        return "" if escape is None else " ESCAPE " + self.quote_literal(escape)

    def visit_like_op_binary(self, binary, operator, **kw):
        """left LIKE right"""
        return self._like(binary, "LIKE", **kw)

    def visit_not_like_op_binary(self, binary, operator, **kw):
        """left NOT LIKE right"""
        return self._like(binary, "NOT LIKE", **kw)

    def visit_ilike_op_binary(self, binary, operator, **kw):
        """lower(left) LIKE lower(right)"""
        return self._like(binary, "LIKE", True, **kw)

    def visit_not_ilike_op_binary(self, binary, operator, **kw):
        """lower(left) NOT LIKE lower(right)"""
        return self._like(binary, "NOT LIKE", True, **kw)

    folds_like = True  # whether the case is taken away by lower()

    def visit_contains_op_binary(self, binary, operator, **kw):
        """left LIKE '%' || right || '%', or one of its like"""
        word, before, behind = _PARTS[operator]
        fold = self.folds_like and word in (operators.ilike_op, operators.not_ilike_op)
        left, right = self.process(binary.left, **kw), self.process(binary.right, **kw)
        if fold:
            left, right = "lower(%s)" % left, "lower(%s)" % right
        parts = ["'%'"] * before + [right] + ["'%'"] * behind
        words = {
            operators.like_op: "LIKE",
            operators.not_like_op: "NOT LIKE",
            operators.ilike_op: "LIKE" if fold else "ILIKE",
            operators.not_ilike_op: "NOT LIKE" if fold else "NOT ILIKE",
        }
        return "%s %s %s%s" % (left, words[word], self.concatenated(parts), self._escape(binary))

    visit_startswith_op_binary = visit_endswith_op_binary = visit_contains_op_binary
    visit_not_contains_op_binary = visit_not_startswith_op_binary = visit_contains_op_binary
    visit_not_endswith_op_binary = visit_icontains_op_binary = visit_contains_op_binary
    visit_istartswith_op_binary = visit_iendswith_op_binary = visit_contains_op_binary
    visit_not_icontains_op_binary = visit_not_istartswith_op_binary = visit_contains_op_binary
    visit_not_iendswith_op_binary = visit_contains_op_binary

    def concatenated(self, texts):
        """Texts of strings, as one string."""
        return " || ".join(texts)

    # -- BETWEEN, regular expressions, items

    def visit_between_op_binary(self, binary, operator, **kw):
        """left BETWEEN low AND high"""
        return self.plain_binary(
            binary, " BETWEEN SYMMETRIC " if binary.modifiers.get("symmetric") else " BETWEEN ", **kw
        )

    def visit_not_between_op_binary(self, binary, operator, **kw):
        """left NOT BETWEEN low AND high"""
        return self.plain_binary(
            binary, " NOT BETWEEN SYMMETRIC " if binary.modifiers.get("symmetric") else " NOT BETWEEN ", **kw
        )

    def visit_regexp_match_op_binary(self, binary, operator, **kw):
        """No standard has it."""
        return self.plain_binary(binary, " <regexp> ", **kw)

    def visit_not_regexp_match_op_binary(self, binary, operator, **kw):
        """No standard has it."""
        return self.plain_binary(binary, " <not regexp> ", **kw)

    def visit_regexp_replace_op_binary(self, binary, operator, **kw):
        """No standard has it."""
        return "<regexp replace>(%s, %s)" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    def visit_getitem_binary(self, binary, operator, **kw):
        """left[right]"""
        return "%s[%s]" % (self.process(binary.left, **kw), self.process(binary.right, **kw))

    visit_json_getitem_op_binary = visit_json_path_getitem_op_binary = visit_getitem_binary

    # -- CASE, CAST, EXTRACT

    def visit_case(self, case, **kw):
        """CASE ... END"""
        parts = ["CASE"]
        if case.value is not None:
            parts.append(self.process(case.value, **kw))
        for when, then in case.whens:
            parts.append("WHEN %s THEN %s" % (self.process(when, **kw), self.process(then, **kw)))
        if case.else_ is not None:
            parts.append("ELSE " + self.process(case.else_, **kw))
        return " ".join(parts) + " END"

    def visit_cast(self, cast, **kw):
        """CAST(expression AS type)"""
        type_ = self.process(cast.typeclause, **kw)
        found = _CAST_COLLATE.match(type_) if " COLLATE " in type_ else None
        collate = ""
        if found:
            type_, collate = found.groups()
        return "CAST(%s AS %s)%s" % (self.process(cast.clause, **kw), type_, collate)

    def visit_try_cast(self, cast, **kw):
        """TRY_CAST(expression AS type)"""
        return "TRY_CAST(%s AS %s)" % (self.process(cast.clause, **kw), self.process(cast.typeclause, **kw))

    def visit_type_coerce(self, element, **kw):
        """The expression."""
        return self.process(element.typed_expression, **kw)

    def visit_extract(self, extract, **kw):
        """EXTRACT(field FROM expression)"""
        field = self.extract_map.get(extract.field, extract.field)
        return "EXTRACT(%s FROM %s)" % (field, self.process(extract.expr, **kw))
