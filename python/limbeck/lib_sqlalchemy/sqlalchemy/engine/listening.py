"""The events of connections: listeners of the engine are called, and then those of the connection."""


class Listening:
    """What a Connection does about events. `_events`: whether anybody listens; it is looked for when the connection is
    made, and set when somebody begins to listen to the connection itself."""

    _events = False

    def _look_for_events(self):
        from ..event import listeners_of

        names = ("before_execute", "after_execute", "before_cursor_execute", "after_cursor_execute", "handle_error",
                 "begin", "commit", "rollback", "savepoint")
        self._events = any(listeners_of(one, name) for one in (self, self.engine) for name in names)

    def _event_target(self):
        self._events = True
        return self

    def _fire(self, name, *args):
        if not self._events:
            return []
        from ..event import fire

        return fire(self.engine, name, self, *args, names=("conn",)) + fire(self, name, self, *args, names=("conn",))

    def _fire_before(self, statement, sets, many, options):
        multi = sets if many else []
        one = {} if many or sets is None else sets
        for answer in self._fire("before_execute", statement, multi, one, options):
            statement, multi, one = answer[:3]
        return (statement, multi, True) if multi else (statement, one or None, False)

    def _fire_cursor(self, members, context):
        values = members.get("many", members.get("params"))
        for answer in self._fire("before_cursor_execute", self.cursor(), members["sql"], values, context,
                                 context.executemany):
            sql, values = answer
            members = dict(members, sql=sql)
        return members

    def _fire_after(self, members, context, result):
        values = members.get("many", members.get("params"))
        self._fire("after_cursor_execute", result.cursor, members["sql"], values, context, context.executemany)
        self._fire("after_execute", context.statement, [], {}, context.execution_options, result)

    def _fire_error(self, error, context):
        from types import SimpleNamespace

        about = SimpleNamespace(
            connection=self, engine=self.engine, dialect=self.dialect, statement=error.statement,
            parameters=error.params, original_exception=error.orig, sqlalchemy_exception=error,
            execution_context=context, chained_exception=None, invalidate_pool_on_disconnect=True,
            is_disconnect=getattr(error, "connection_invalidated", False), is_pre_ping=False,
        )
        from ..event import fire

        fire(self.engine, "handle_error", about)
        fire(self, "handle_error", about)
