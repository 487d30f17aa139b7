"""SELECT and what stands in FROM, in SQL text."""

from . import operators
from .elements import ColumnClause, Label, TextClause, UnaryExpression
from .coercions import boolean_join
from .names import anonymous
from .naming import _truncated_label
from .select_froms import display_froms
from .select_names import columns_plus_names

_NOTHING = frozenset()


class Scope:
    """A statement that is being written: its FROM clauses, those around it, what it selects by name."""

    __slots__ = ("statement", "froms", "own", "around", "_columns", "_names", "wants_columns")

    def __init__(self, statement, froms=(), own=_NOTHING, around=_NOTHING, columns=None, wants_columns=False):
        self.statement = statement
        self.froms = froms
        self.own = own  # the FROM clauses, with those inside of joins
        self.around = around  # and those of the statements around
        self._columns = columns
        self._names = None
        self.wants_columns = wants_columns

    def __getitem__(self, name):
        return {"selectable": self.statement, "correlate_froms": self.around, "asfrom_froms": self.own}[name]

    @property
    def selected(self):
        """A function that gives {name: column} of what is selected, or None."""
        return self._selected if self._columns is not None else None

    def _selected(self):
        if self._names is None:
            self._names = {(c._tq_label or c.key): c for c in self._columns() if c._allow_label_resolve}
            self._names.update(
                {c.key: c for c in self._columns() if c._allow_label_resolve and c.key not in self._names}
            )
        return self._names


class SelectCompiler:
    """The part of SQLCompiler that writes SELECT."""

    cte_follows_insert = False

    # -- names of columns

    def _column_text(self, column, label, fallback, asfrom, **kw):
        """A column of SELECT or RETURNING, with AS where it needs it; (text, name)."""
        expression = column
        wrapped = None
        if not column._is_text_clause:
            wrapped = column.type.dialect_impl(self.dialect).column_expression(column)
        if isinstance(column, Label):
            name = column.name
            inner = column.element if wrapped is None else wrapped
            return self._labelled(inner, name, **kw)
        if wrapped is not None:
            expression = wrapped
        if label:
            return self._labelled(expression, label, **kw)
        if wrapped is not None or self._wants_label(column, asfrom):
            name = fallback or column._anon_name_label
            if not isinstance(name, _truncated_label):
                name = _truncated_label(name)
            return self._labelled(expression, name, **kw)
        name = getattr(column, "name", None)
        return self.process(expression, **kw), name if name is None else self.name_of("colident", name)

    def _labelled(self, element, name, **kw):
        name = self.name_of("colident", name)
        return "%s AS %s" % (self.process(element, **kw), self.preparer.quote(name)), name

    def _wants_label(self, column, asfrom):
        if isinstance(column, ColumnClause):
            return asfrom and not column.is_literal and column.table is not None
        if isinstance(column, TextClause):
            return False
        if isinstance(column, UnaryExpression):
            truth = column.operator in (operators.is_true, operators.is_false) and not self.native_boolean
            return truth or column._wraps_unnamed_column() or asfrom
        return column._non_anon_label is None

    def _columns_text(self, statement, columns, toplevel, asfrom, **kw):
        texts = []
        for label, _, fallback, column, _ in columns_plus_names(statement, True, columns):
            text, name = self._column_text(column, label, fallback, asfrom, **kw)
            texts.append(text)
            if toplevel:
                self._result_columns.append((name, column, column.type))
        if toplevel and any(column._is_text_clause or name == "*" for name, column, _ in self._result_columns):
            self._result_columns = []
        return texts

    # -- SELECT

    def visit_select(self, select, asfrom=False, lateral=False, compound_index=None, insert_into=False, **kw):
        """SELECT ..."""
        kw.pop("render_label_as_label", None)
        toplevel = not self.stack
        outer = self.stack[-1] if self.stack else None
        around, own = (outer.around, outer.own) if outer else (_NOTHING, _NOTHING)
        if asfrom and not lateral:
            froms = display_froms(select, around - own, _NOTHING)
        else:
            froms = display_froms(select, around, own)
        mine = {found for item in froms for found in item._from_objects}
        wants = toplevel or not compound_index and outer.wants_columns
        self.stack.append(Scope(select, froms, mine, mine | around, lambda: select._all_selected_columns))
        names, self._ambiguous_names = self._ambiguous_names, self._twins(mine)
        for cte in select._independent_ctes:
            self.process(cte, **kw)
        text = self._select_text(select, froms, wants, asfrom, kw)
        if self.ctes and (toplevel or not (compound_index is not None or insert_into)):
            text = self._with_text(toplevel) + text
        if select._suffixes:
            text += " " + self._words(select._suffixes, **kw)
        self._ambiguous_names = names
        self.stack.pop()
        return text

    @staticmethod
    def _twins(froms):
        """Names for tables without a schema that stand beside one of the same name with a schema."""
        found = {item.name: item for item in froms if item._is_table and item.schema}
        return {name: anonymous(hash(name), name) for name in found} if found else None

    def _select_text(self, select, froms, wants, asfrom, kw):
        hints = {
            table: text % {"name": self.process(table, ashint=True)}
            for (table, dialect), text in select._hints.items()
            if dialect in ("*", self.name)
        }
        head = ["SELECT "]
        if hints:
            text = self.get_select_hint_text(hints)
            if text:
                head.append(text + " ")
        if select._prefixes:
            head.append(self._words(select._prefixes, **kw))
        head.append(self.get_select_precolumns(select, **kw))
        columns = self._columns_text(select, select._all_selected_columns, wants, asfrom, **kw)
        text = "".join(head) + ", ".join(columns)
        if not columns:
            text = text.rstrip()
        if froms:
            text += " \nFROM " + ", ".join([self.process(item, asfrom=True, fromhints=hints, **kw) for item in froms])
        else:
            text += self.default_from()
        text += self._body_text(select, kw)
        statement_hints = [hint for dialect, hint in select._statement_hints if dialect in ("*", self.name)]
        if statement_hints:
            text += " " + " ".join(statement_hints)
        return text

    def _body_text(self, select, kw):
        text = ""
        if select._where_criteria:
            found = self.conditions_text(select._where_criteria, **kw)
            if found:
                text += " \nWHERE " + found
        if select._group_by_clauses:
            text += self.group_by_clause(select, **kw)
        if select._having_criteria:
            found = self.conditions_text(select._having_criteria, **kw)
            if found:
                text += " \nHAVING " + found
        return text + self._tail_text(select, kw)

    def _tail_text(self, select, kw):
        text = self.order_by_clause(select, **kw) if select._order_by_clauses else ""
        if select._has_row_limiting_clause:
            text += self._row_limit_clause(select, **kw)
        if select._for_update_arg is not None:
            text += self.for_update_clause(select, **kw)
        return text

    def conditions_text(self, conditions, **kw):
        """Conditions with AND between them."""
        if len(conditions) == 1:
            return self.process(conditions[0].self_group(operators._asbool), **kw)
        return self.join_texts(boolean_join(operators.and_, conditions), " AND ", **kw)

    def _words(self, words, **kw):
        text = " ".join(self.process(word, **kw) for word, dialect in words if dialect in (None, "*", self.name))
        return text + " " if text else ""

    def default_from(self):
        """What stands for FROM where there is none."""
        return ""

    def get_select_precolumns(self, select, **kw):
        """DISTINCT"""
        return "DISTINCT " if select._distinct else ""

    def get_select_hint_text(self, hints):
        """The hints behind SELECT."""
        return None

    def get_from_hint_text(self, table, text):
        """A hint behind a table."""
        return "[%s]" % text if self.name == "default" else None

    def group_by_clause(self, select, **kw):
        """GROUP BY"""
        text = self.join_texts(select._group_by_clauses, ", ", **kw)
        return " GROUP BY " + text if text else ""

    def order_by_clause(self, select, **kw):
        """ORDER BY"""
        text = self.join_texts(select._order_by_clauses, ", ", **kw)
        return " ORDER BY " + text if text else ""

    def _row_limit_clause(self, select, **kw):
        return self.fetch_clause(select, **kw) if select._fetch_clause is not None else self.limit_clause(select, **kw)

    def limit_clause(self, select, **kw):
        """LIMIT and OFFSET"""
        text = ""
        if select._limit_clause is not None:
            text += "\n LIMIT " + self.process(select._limit_clause, **kw)
        if select._offset_clause is not None:
            if select._limit_clause is None:
                text += "\n LIMIT -1"
            text += " OFFSET " + self.process(select._offset_clause, **kw)
        return text

    fetch_numbers = "%s"

    def fetch_clause(self, select, **kw):
        """OFFSET and FETCH FIRST"""
        text = ""
        if select._offset_clause is not None:
            text += "\n OFFSET %s ROWS" % (self.fetch_numbers % self.process(select._offset_clause, **kw))
        options = select._fetch_clause_options
        return text + "\n FETCH FIRST %s%s ROWS %s" % (
            self.fetch_numbers % self.process(select._fetch_clause, **kw),
            " PERCENT" if options["percent"] else "",
            "WITH TIES" if options["with_ties"] else "ONLY",
        )

    def for_update_clause(self, select, **kw):
        """FOR UPDATE"""
        return " FOR UPDATE"

    def _for_update_tables(self, select, **kw):
        tables = {}
        for item in select._for_update_arg.of:
            for table in item._from_objects:
                tables[id(table)] = table
        kw.update(ashint=True, use_schema=False)
        return ", ".join(self.process(table, **kw) for table in tables.values())

    def visit_select_statement_grouping(self, grouping, **kw):
        """(SELECT ...)"""
        return "(%s)" % self.process(grouping.element, **kw)

    def visit_compound_select(self, compound, asfrom=False, compound_index=None, insert_into=False, **kw):
        """SELECT ... UNION SELECT ..."""
        kw.pop("render_label_as_label", None)
        toplevel = not self.stack
        outer = self.stack[-1] if self.stack else None
        around, own = (outer.around, outer.own) if outer else (_NOTHING, _NOTHING)
        wants = toplevel or not compound_index and outer.wants_columns
        scope = Scope(compound, (), own, around, lambda: compound._all_selected_columns, wants)
        self.stack.append(scope)
        for cte in compound._independent_ctes:
            self.process(cte, **kw)
        parts = []
        for index, part in enumerate(compound.selects):
            parts.append(self.process(part, asfrom=asfrom, compound_index=index, **kw))
        self._check_lengths(compound)
        text = (" %s " % compound.keyword).join(parts)
        kw["include_table"] = False
        if compound._group_by_clauses:
            text += self.group_by_clause(compound, **kw)
        text += self._tail_text(compound, kw)
        if self.ctes:
            text = self._with_text(toplevel) + text
        self.stack.pop()
        return text

    @staticmethod
    def _check_lengths(compound):
        counts = [len(part._all_selected_columns) for part in compound.selects]
        for index, count in enumerate(counts):
            if count != counts[0]:
                from ..exc import CompileError

                raise CompileError(
                    "All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has %d "
                    "columns, select #%d has %d" % (counts[0], index + 1, count)
                )

    def visit_textual_select(self, select, asfrom=False, **kw):
        """The text."""
        if not self.stack:
            self._result_columns = [(column.key, column, column.type) for column in select.column_args]
        self.stack.append(Scope(select))
        for cte in select._independent_ctes:
            self.process(cte, **kw)
        kw.pop("compound_index", None)
        text = self.process(select.element, **kw)
        self.stack.pop()
        if self.ctes and not self.stack:
            text = self._with_text(True) + text
        return text

    # -- FROM

    def visit_table(self, table, asfrom=False, ashint=False, use_schema=True, fromhints=None, iscrud=False, **kw):
        """The table's name."""
        if not (asfrom or ashint):
            return ""
        text = self.preparer.format_table(table, use_schema)
        names = self._ambiguous_names
        if names and not table.schema and table.name in names and not kw.get("within_alias"):
            text += self.alias_suffix(self.preparer.quote(self.name_of("alias", names[table.name])))
        if fromhints and table in fromhints:
            text = self.format_from_hint_text(text, table, fromhints[table], iscrud)
        return text

    def visit_fromclause(self, element, **kw):
        """The name."""
        return element.name

    def format_from_hint_text(self, text, table, hint, iscrud):
        """A table with a hint."""
        found = self.get_from_hint_text(table, hint)
        return "%s %s" % (text, found) if found else text

    join_words = {(False, False): " JOIN ", (True, False): " LEFT OUTER JOIN "}

    def visit_join(self, join, asfrom=False, **kw):
        """left JOIN right ON condition"""
        word = " FULL OUTER JOIN " if join.full else self.join_words[bool(join.isouter), False]
        inner = dict(kw)
        inner.pop("fromhints", None)
        return "%s%s%s ON %s" % (
            self.process(join.left, asfrom=True, **kw),
            word,
            self.process(join.right, asfrom=True, **kw),
            self.process(join.onclause, **inner),
        )

    def alias_suffix(self, name):
        """AS name"""
        return " AS " + name

    get_render_as_alias_suffix = alias_suffix

    def visit_alias(self, alias, asfrom=False, ashint=False, fromhints=None, subquery=False, lateral=False, **kw):
        """element AS name"""
        if not (asfrom or ashint):
            return self.process(alias.element, **kw)
        name = self.preparer.quote(self.name_of("alias", alias.name))
        if ashint:
            return name
        kw.pop("include_table", None)
        if subquery:
            inner = "(%s)" % self.process(alias.element, asfrom=True, lateral=lateral, **kw)
        else:
            inner = self.process(alias.element, asfrom=True, within_alias=True, **kw)
        text = inner + self.alias_suffix(name)
        if fromhints and alias in fromhints:
            text = self.format_from_hint_text(text, alias, fromhints[alias], False)
        return text

    def visit_subquery(self, alias, **kw):
        """(SELECT ...) AS name"""
        return self.visit_alias(alias, subquery=True, **kw)

    def visit_lateral(self, alias, **kw):
        """LATERAL (SELECT ...) AS name"""
        subquery = alias.element._is_select_base
        return "LATERAL " + self.visit_alias(alias, subquery=subquery, lateral=True, **kw)

    def visit_tablesample(self, sample, asfrom=False, **kw):
        """element AS name TABLESAMPLE method"""
        text = "%s TABLESAMPLE %s" % (
            self.visit_alias(sample, asfrom=True, **kw), self.process(sample._get_method(), **kw),
        )
        if sample.seed is not None:
            text += " REPEATABLE (%s)" % self.process(sample.seed, **kw)
        return text

    def visit_table_valued_alias(self, alias, asfrom=False, ashint=False, **kw):
        """function(...) AS name(columns)"""
        name = self.preparer.quote(self.name_of("alias", alias.name))
        if not asfrom:
            return name if ashint else self.process(alias.element, **kw)
        kw.pop("fromhints", None)
        text = self.process(alias.element, **kw) + self.alias_suffix(name)
        if alias._render_derived:
            columns = []
            for column in alias.c:
                typed = " " + column.type.compile(dialect=self.dialect) if alias._with_types else ""
                columns.append(self.preparer.quote(column.name) + typed)
            text += "(%s)" % ", ".join(columns)
        return "LATERAL " + text if alias._is_lateral else text

    def _values_text(self, values, **kw):
        from .elements import Tuple

        kw.setdefault("literal_binds", values.literal_binds)
        rows = (Tuple(*row, types=values._column_types) for row in values._data)
        return "VALUES " + ", ".join(self.process(row, **kw) for row in rows)

    def visit_values(self, values, asfrom=False, visiting_cte=None, **kw):
        """(VALUES ...) AS name (columns)"""
        text = self._values_text(values, **kw)
        if not asfrom or visiting_cte is not None and visiting_cte.element is values:
            return text
        lateral = "LATERAL " if values._is_lateral else ""
        if values._unnamed:
            return "%s(%s)" % (lateral, text)
        name = self.preparer.quote(self.name_of("values", values.name))
        columns = ", ".join(self.preparer.quote(column.name) for column in values.c)
        return "%s(%s)%s (%s)" % (lateral, text, self.alias_suffix(name), columns)

    def visit_scalar_values(self, values, **kw):
        """(VALUES ...)"""
        return "(%s)" % self._values_text(values, **kw)
