"""Functions in SQL text, with what stands behind them: OVER, FILTER, WITHIN GROUP."""

import re

# The functions that are written without parentheses, and those in capitals.
FUNCTIONS = {
    "current_date": "CURRENT_DATE",
    "current_time": "CURRENT_TIME",
    "current_timestamp": "CURRENT_TIMESTAMP",
    "current_user": "CURRENT_USER",
    "localtime": "LOCALTIME",
    "localtimestamp": "LOCALTIMESTAMP",
    "session_user": "SESSION_USER",
    "sysdate": "sysdate",
    "user": "USER",
}
_CAPITALS = {"cube": "CUBE", "rollup": "ROLLUP", "grouping_sets": "GROUPING SETS"}
_EXCLUDE = re.compile(r"^(?:CURRENT ROW|GROUP|TIES|NO OTHERS)$", re.I)


class FunctionCompiler:
    """The part of SQLCompiler that writes functions."""

    def visit_function(self, function, asfrom=False, **kw):
        """name(arguments)"""
        special = self._method_of("visit_%s_func" % function.name.lower())
        if special:
            text = special(function, **kw)
        else:
            text = self._function_name(function) + self._arguments(function, **kw)
        return text + " WITH ORDINALITY" if function._with_ordinality else text

    def _function_name(self, function):
        preparer = self.preparer
        known = type(function).__name__
        name = function.name
        if known in _CAPITALS and name == known:
            name = _CAPITALS[known]
        elif known in FUNCTIONS and name == known:
            name = FUNCTIONS[known]
        elif preparer._requires_quotes_illegal_chars(name) or hasattr(name, "quote"):
            name = preparer.quote(name)
        if not function.packagenames:
            return name
        packages = [
            preparer.quote(part) if preparer._requires_quotes_illegal_chars(part) or hasattr(part, "quote") else part
            for part in function.packagenames
        ]
        return ".".join(packages + [name])

    def _arguments(self, function, **kw):
        if type(function).__name__ in FUNCTIONS and not function._has_args:
            return ""
        return self.function_argspec(function, **kw)

    def function_argspec(self, function, **kw):
        """(arguments)"""
        return self.process(function.clause_expr, **kw)

    def visit_next_value_func(self, function, **kw):
        """The next value of a sequence."""
        return self.visit_sequence(function.sequence)

    def visit_scalar_function_column(self, element, **kw):
        """(function(...)).name"""
        return "(%s).%s" % (self.process(element.fn, **kw), self.preparer.quote(element.name))

    aggregate_strings_name = "aggregate_strings"

    def visit_aggregate_strings_func(self, function, order_by=None, **kw):
        """string_agg(expression, separator) or what it is called"""
        expression, separator = function.clauses.clauses
        parts = self.process(expression, **kw), self.process(separator, **dict(kw, literal_execute=True))
        order = "" if order_by is None else " ORDER BY " + self.process(order_by, **kw)
        return "%s(%s, %s%s)" % ((self.aggregate_strings_name,) + parts + (order,))

    def visit_aggregateorderby(self, element, **kw):
        """function(arguments ORDER BY ...)"""
        function = element.element
        if function.name == "aggregate_strings":
            return self.visit_aggregate_strings_func(function, order_by=element.order_by, **kw)
        text = self.process(function, **kw)
        return "%s ORDER BY %s)" % (text[:-1], self.process(element.order_by, **kw))

    def visit_withingroup(self, element, **kw):
        """function WITHIN GROUP (ORDER BY ...)"""
        return "%s WITHIN GROUP (ORDER BY %s)" % (
            self.process(element.element, **kw), self.process(element.order_by, **kw),
        )

    def visit_funcfilter(self, element, **kw):
        """function FILTER (WHERE ...)"""
        return "%s FILTER (WHERE %s)" % (self.process(element.func, **kw), self.process(element.criterion, **kw))

    def visit_over(self, over, **kw):
        """function OVER (...)"""
        parts = []
        for word, clause in (("PARTITION", over.partition_by), ("ORDER", over.order_by)):
            if clause is not None and len(clause):
                parts.append("%s BY %s" % (word, self.process(clause, **kw)))
        for word in ("range_", "rows", "groups"):
            frame = getattr(over, word)
            if frame is not None:
                parts.append("%s BETWEEN %s" % (word.strip("_").upper(), self.process(frame, **kw)))
                if over.exclude is not None:
                    parts.append("EXCLUDE " + self.preparer.validate_sql_phrase(over.exclude, _EXCLUDE))
        return "%s OVER (%s)" % (self.process(over.element, **kw), " ".join(parts))

    def visit_frame_clause(self, frame, **kw):
        """from AND to"""
        bounds = iter(frame.bounds)
        return " AND ".join(
            word or "%s %s" % (lambda bound: (self.process(bound[0], **kw), bound[1]))(next(bounds))
            for word in frame.words
        )
