"""What the engine asks of a script host: env, load, step, steps, applied, hook, foreign (doc/script-host.md).

The same functions serve in the co-process and in a program that runs scripts itself (alembic.command in pytest).
"""

import sys

from . import connections, loader
from .channel import channel

_session = None


def session():
    """The session of this process's channel."""
    global _session
    current = channel()
    if _session is None or _session.channel is not current:
        _session = Session(current)
    return _session


def _may_catch(module):
    """Whether a function of the script has a try or a with in it: then it must hear of a failure where it happens."""
    for function in vars(module).values():
        code = getattr(function, "__code__", None)
        if code is not None and getattr(code, "co_exceptiontable", True):
            return True
    return False


class Session:
    """What is known between the engine's calls: the configuration, the context, the modules of revisions."""

    def __init__(self, of_channel):
        self.channel = of_channel
        self.config = None  # the caller's, in a program that runs scripts itself
        self.environment = None  # the EnvironmentContext of a project without env.py
        self.context = None  # the MigrationContext that the steps of the run work on
        self.keywords = {}  # of run_migrations()
        self.modules = {}  # revision -> module
        self.raised = None  # what the last script let through
        self.trace = None  # and where, below what runs it
        for name in ("env", "load", "step", "steps", "applied", "hook", "foreign"):
            of_channel.serve(name, self._noting(getattr(self, "_" + name)))
        of_channel.listen("log", _log)
        of_channel.listen("output", self._output)

    def _noting(self, function):
        def serve(message):
            try:
                return function(message)
            except BaseException as error:
                if error is self.raised:  # through env.py, which has not made it
                    error.__traceback__ = self.trace
                self.raised, self.trace = error, error.__traceback__
                raise

        return serve

    # ---- env.py

    def _env(self, message):
        from alembic.config import Config
        from alembic.runtime.environment import EnvironmentContext
        from alembic.script import ScriptDirectory

        config = self.config or Config.of_engine(message)
        _prepend_paths(config)
        script = ScriptDirectory(message["directory"], config=config)
        options = {"as_sql": message.get("offline", False), "template_args": {}}
        for key, member in (("starting_rev", "starting"), ("destination_rev", "destination"), ("tag", "tag")):
            if message.get(member) is not None:
                options[key] = message[member]
        with EnvironmentContext(config, script, **options) as environment:
            environment.context_opts["script"] = script
            loader.run_env(message["path"])
        self._settle()

    @staticmethod
    def _settle():
        """What env.py left open on its connections is kept or given up, by the rule of each."""
        base = sys.modules.get("sqlalchemy.engine.base")
        settle = getattr(base, "settle_all", None)
        if settle is not None:
            settle()

    def run(self, context, keywords):
        """context.run_migrations(): have the engine do the command's work; it calls back for each revision."""
        before = self.context, self.keywords
        self.context, self.keywords = context, keywords
        connection = None if context.as_sql else context.connection
        try:
            with context._proxies():
                connections.join_run(connection)
                try:
                    return self._run(context)
                finally:
                    connections.leave_run(connection)
        finally:
            self.context, self.keywords = before

    def _run(self, context):
        members = {}
        if context._migrations_fn is not None:  # EnvironmentContext(..., fn=function) of a program
            plan = list(context._migrations_fn(context.get_current_heads(), context))
            if not plan:
                return
            members["plan"] = [step.members for step in plan]
        self.raised = None
        try:
            context.impl.call("run", **members)
        except Exception:
            if self.raised is not None:  # env.py sees what the script let through, not the engine's word for it
                raise self.raised from self.raised.__cause__
            raise

    # ---- revisions

    def _load(self, message):
        if self.context is None and self.environment is None:
            self._begin_without_env(message)
        revisions = message["revisions"]
        modules = loader.load([revision["path"] for revision in revisions])
        answer = []
        for revision, module in zip(revisions, modules):
            self.modules[revision["revision"]] = module
            answer.append({"upgrade": hasattr(module, "upgrade"), "downgrade": hasattr(module, "downgrade")})
        return {"revisions": answer}

    def _step(self, message):
        if self.context is None:
            self._context_without_env(message)
        function = getattr(self.modules[message["revision"]], message["direction"])
        function(**self.keywords)

    def _steps(self, message):
        """Many, with --sql: the engine writes while the next ones run. What a script prints waits for it."""
        if self.context is None:
            self._context_without_env(message)
        post, modules, keywords, impl = self.channel.post, self.modules, self.keywords, self.context.impl
        logger = _logger(message["logger"])
        stdout = sys.stdout
        write = getattr(stdout, "write", None)

        def write_behind(text):
            self.channel.call("sync")
            return write(text)

        if write is not None:
            stdout.write = write_behind
        try:
            for step in message["steps"]:
                if "log" in step:
                    logger.info("%s", step["log"])
                post('{"tell":"begin_script"}')
                module = modules[step["revision"]]
                impl.waits = _may_catch(module)
                getattr(module, step["direction"])(**keywords)
        finally:
            impl.waits = True
            if write is not None:
                del stdout.write

    def _begin_without_env(self, message):
        """A project without env.py: what it would have made, from the engine's configuration alone."""
        from alembic.config import Config
        from alembic.runtime.environment import EnvironmentContext
        from alembic.script import ScriptDirectory

        config = self.config or Config.of_engine(message)
        _prepend_paths(config)
        script = ScriptDirectory(message.get("directory"), config=config)
        self.environment = EnvironmentContext(config, script)
        self.environment.context_opts["script"] = script
        self.environment._install_proxy()

    def _context_without_env(self, message):
        from alembic.operations import Operations
        from alembic.runtime.migration import MigrationContext

        offline = message.get("offline", False)
        connection = connections.of_engine(None if offline else message.get("connection"), message)
        environment = self.environment
        environment.context_opts["as_sql"] = offline
        environment._migration_context = self.context = MigrationContext(
            connection.dialect, connection, environment.context_opts, environment
        )
        Operations(self.context)._install_proxy()

    def _applied(self, message):
        from alembic.runtime.info import MigrationInfo

        context, step = self.context, message["step"]
        revisions = context.script.revision_map
        info = MigrationInfo(revisions, step["is_upgrade"], step["is_stamp"], step["up"], step["down"])
        for function in context.on_version_apply_callbacks:
            function(ctx=context, step=info, heads=set(step["heads"]), run_args=self.keywords)

    # ---- others

    def _hook(self, message):
        from alembic.script import write_hooks

        return {"known": write_hooks.run(message["name"], message["path"], message.get("options") or {})}

    def _foreign(self, message):
        from . import real

        return real.foreign(message)

    def _output(self, message):
        buffer = self.context.output_buffer if self.context is not None else sys.stdout
        buffer.write(message["text"])


def _logger(name):
    import logging

    return logging.getLogger(name)


def _log(message):
    _logger(message["logger"]).log(message["level"], "%s", message["message"])


def _prepend_paths(config):
    # These two are found before anything in the project that has their name: a script directory often has.
    import alembic  # noqa: F401
    import sqlalchemy  # noqa: F401

    paths = config.get_prepend_sys_paths_list() or []
    sys.path[:0] = [path for path in map(str, paths) if path not in sys.path]
