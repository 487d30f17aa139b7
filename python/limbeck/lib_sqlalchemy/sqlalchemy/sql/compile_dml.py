"""INSERT, UPDATE and DELETE in SQL text."""

from .clause import BindParameter
from .compile_select import Scope
from .dml_values import insert_values, rows_values, select_columns_of, update_values
from .names import _anonymous_label
from .select_names import columns_plus_names


class DMLCompiler:
    """The part of SQLCompiler that writes INSERT, UPDATE and DELETE."""

    insert_returning = False  # whether an INSERT gives the new primary key unasked
    returning_precedes_values = False
    supports_default_values = False
    supports_sequences = True
    sequences_optional = False
    postfetch_lastrowid = False
    update_names_tables = False  # SET table.column = ... where there are several tables
    implicit_returning = ()
    _nameless = False  # whether values have no column's name: in a CTE, beside another statement

    # -- values

    def crud_value(self, column, value, name=None, **kw):
        """A value of INSERT or UPDATE: a plain one is a parameter of the column's name."""
        if not hasattr(value, "is_clause_element"):
            name = None if self._nameless else name or column.key
            bind = BindParameter(name, value, column.type, _is_crud=True, required=False)
            return self.visit_bindparam(bind, **kw)
        if value._is_bind_parameter:
            if not self._nameless and value.unique and isinstance(value.key, _anonymous_label):
                self.truncated["bindparam", value.key] = name or column.key
            if value.type._isnull:
                value = value._with_binary_element_type(column.type)
            return self.process(value, **kw)
        return self.process(value.self_group(), **kw)

    def required_value(self, column, name=None, **kw):
        """A value that execution will bring."""
        bind = BindParameter(name or column.key, None, column.type, required=True, _is_crud=True)
        kw.pop("literal_binds", None)
        return self.visit_bindparam(bind, **kw)

    def default_value(self, column, default, name=None, **kw):
        """A value that a default of SQLAlchemy's gives when the statement is executed."""
        bind = BindParameter(name or column.key, None, column.type, required=False, _is_crud=True)
        text = self.visit_bindparam(bind, **kw)
        self._prefetch.append((self.bind_names.get(bind, bind.key), default, bind.key))
        return text

    # -- INSERT

    def visit_insert(self, insert, visiting_cte=None, **kw):
        """INSERT INTO table (...) VALUES (...)"""
        kw.pop("asfrom", None)
        toplevel = not self.stack
        if toplevel:
            self.isinsert = True
        self._nameless = visiting_cte is not None
        self.stack.append(Scope(insert))
        for cte in insert._independent_ctes:
            self.process(cte, **kw)
        returned = []
        if insert._select is not None:
            pairs, body = select_columns_of(self, insert, kw)
        elif insert._multi_values:
            pairs, body = rows_values(self, insert, kw)
        else:
            pairs, returned = insert_values(self, insert, toplevel, kw)
            body = None
        columns = [self.preparer.quote(column.name) for column, _ in pairs]
        returning = insert._returning or returned
        if not insert._returning and toplevel:
            self.implicit_returning = returned
        returning_text = self._returning(insert, returning, toplevel, kw)
        text = "INSERT " + self._words(insert._prefixes, **kw) + "INTO " + self._dml_table(insert)
        if columns or not self.supports_default_values:
            text += " (%s)" % ", ".join(columns)
        if returning_text and self.returning_precedes_values:
            text += " " + returning_text
        if body is not None:
            with_text = self._with_text(toplevel) if self.ctes and self.cte_follows_insert else ""
            text += " %s%s" % (with_text, body)
        elif not pairs and self.supports_default_values:
            text += " DEFAULT VALUES"
        else:
            text += " VALUES (%s)" % ", ".join([value for _, value in pairs])
        if insert._post_values_clause is not None:
            text += " " + self.process(insert._post_values_clause, **kw)
        if returning_text and not self.returning_precedes_values:
            text += " " + returning_text
        return self._dml_end(text, toplevel, not self.cte_follows_insert)

    def _dml_table(self, statement):
        text = self.preparer.format_table(statement.table)
        return self._hinted(statement, text)

    def _hinted(self, statement, text):
        if not statement._hints:
            return text
        hint = next(
            (hint for (table, dialect), hint in statement._hints.items()
             if table is statement.table and dialect in ("*", self.name)),
            None,
        )
        return text if hint is None else self.format_from_hint_text(text, statement.table, hint, True)

    def _dml_end(self, text, toplevel, ctes=True):
        if self.ctes and ctes:
            text = self._with_text(toplevel) + text
        self.stack.pop()
        return text

    def _returning(self, statement, columns, toplevel, kw):
        return self.returning_clause(statement, columns, toplevel, **kw) if columns else ""

    def returning_clause(self, statement, columns, toplevel=False, **kw):
        """RETURNING columns"""
        from .coercions import select_columns

        texts = []
        found = select_columns(columns)
        for label, _, fallback, column, _ in columns_plus_names(statement, True, found):
            text, name = self._column_text(column, label, fallback, False, **kw)
            texts.append(text)
            if toplevel:
                self._result_columns.append((name, column, column.type))
        if toplevel:
            self.returning = found
        return "RETURNING " + ", ".join(texts)

    # -- UPDATE

    def visit_update(self, update, visiting_cte=None, **kw):
        """UPDATE table SET ..."""
        kw.pop("asfrom", None)
        toplevel = not self.stack
        if toplevel:
            self.isupdate = True
        self._nameless = visiting_cte is not None
        others = extra_froms(update)
        froms = {update.table, *update.table._from_objects, *others}
        self.stack.append(Scope(update, (update.table,), froms, froms))
        for cte in update._independent_ctes:
            self.process(cte, **kw)
        text = "UPDATE "
        if update._prefixes:
            text += self._words(update._prefixes, **kw)
        table_text = self._hinted(update, self.update_tables_clause(update, others, **kw))
        pairs = update_values(self, update, others, kw)
        text += table_text + " SET " + ", ".join(["%s=%s" % pair for pair in pairs])
        returning = self._returning(update, update._returning, toplevel, kw)
        if returning and self.returning_precedes_values:
            text += " " + returning
        if others:
            found = self.update_from_clause(update, others, **kw)
            if found:
                text += " " + found
        text += self._where_text(update, kw)
        limit = update.dialect_kwargs.get("%s_limit" % self.name)
        if limit is not None:
            text += " LIMIT %d" % limit
        if update._post_criteria:
            text += " " + self.process(update._post_criteria, **kw)
        if returning and not self.returning_precedes_values:
            text += " " + returning
        return self._dml_end(text, toplevel)

    def _where_text(self, statement, kw):
        if not statement._where_criteria:
            return ""
        text = self.conditions_text(statement._where_criteria, **kw)
        return " WHERE " + text if text else ""

    def update_tables_clause(self, update, others, **kw):
        """The table."""
        kw["asfrom"] = True
        return self.process(update.table, iscrud=True, **kw)

    def update_from_clause(self, update, others, **kw):
        """FROM other tables"""
        kw["asfrom"] = True
        return "FROM " + ", ".join([self.process(item, **kw) for item in others])

    # -- DELETE

    def visit_delete(self, delete, visiting_cte=None, **kw):
        """DELETE FROM table"""
        kw.pop("asfrom", None)
        toplevel = not self.stack
        if toplevel:
            self.isdelete = True
        others = extra_froms(delete)
        froms = {delete.table, *others}
        self.stack.append(Scope(delete, (delete.table,), froms, froms))
        for cte in delete._independent_ctes:
            self.process(cte, **kw)
        text = "DELETE " + self._words(delete._prefixes, **kw) + "FROM "
        text += self._hinted(delete, self.delete_table_clause(delete, others, **kw))
        returning = self._returning(delete, delete._returning, toplevel, kw)
        if returning and self.returning_precedes_values:
            text += " " + returning
        if others:
            text += " " + self.delete_extra_from_clause(delete, others, **kw)
        text += self._where_text(delete, kw)
        limit = delete.dialect_kwargs.get("%s_limit" % self.name)
        if limit is not None:
            text += " LIMIT %d" % limit
        if delete._post_criteria:
            text += " " + self.process(delete._post_criteria, **kw)
        if returning and not self.returning_precedes_values:
            text += " " + returning
        return self._dml_end(text, toplevel)

    def delete_table_clause(self, delete, others, **kw):
        """The table."""
        kw["asfrom"] = True
        return self.process(delete.table, iscrud=True, **kw)

    def delete_extra_from_clause(self, delete, others, **kw):
        """Other tables."""
        kw["asfrom"] = True
        return ", " + ", ".join([self.process(item, **kw) for item in others])


def extra_froms(statement):
    """The FROM clauses that an UPDATE or DELETE speaks of besides its table."""
    table = statement.table
    found = {}
    parts = statement._where_criteria
    if statement._values:
        parts += tuple([part for pair in statement._values.items() for part in pair if hasattr(part, "_from_objects")])
    for part in parts:
        for item in part._from_objects:
            if item is not table:
                found[id(item)] = item
    if not found:
        return []
    hidden = {id(item) for one in found.values() for item in one._hide_froms}
    hidden.update(id(item) for item in table._from_objects)
    return [item for key, item in found.items() if key not in hidden]
