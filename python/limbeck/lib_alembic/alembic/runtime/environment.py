"""EnvironmentContext: what `context` is in env.py."""

from limbeck.missing import raise_for

from ..util.exc import CommandError
from ..util.langhelpers import ModuleClsProxy, Proxied, to_tuple
from .migration import MigrationContext

# What `configure` of the limbeck program is told of the options.
_FOR_THE_ENGINE = (
    "version_table", "version_table_schema", "version_table_pk", "transaction_per_migration", "transactional_ddl",
    "mssql_batch_separator", "oracle_batch_separator",
)


class EnvironmentContext(ModuleClsProxy):
    """The run of an env.py: what the command wants, and what env.py configures."""

    _proxied = Proxied()
    config = None
    script = None
    _migration_context = None

    def __init__(self, config, script, **kw):
        self.config = config
        self.script = script
        self.context_opts = kw
        self._before = None

    def __enter__(self):
        self._before = self._install_proxy()
        return self

    def __exit__(self, *arg, **kw):
        self._remove_proxy(self._before)

    def is_offline_mode(self):
        """Whether SQL is to be written instead of run (--sql)."""
        return self.context_opts.get("as_sql", False)

    def is_transactional_ddl(self):
        """Whether the database can roll back what changes its schema."""
        return self.get_context().impl.transactional_ddl

    def requires_connection(self):
        """Whether a database is needed."""
        return not self.is_offline_mode()

    def get_head_revision(self):
        """The only head of the script directory. CommandError if there are several."""
        return self.script.as_revision_number("head")

    def get_head_revisions(self):
        """The heads of the script directory."""
        return self.script.as_revision_number("heads")

    def get_starting_revision_argument(self):
        """The left side of START:END. CommandError where there is none."""
        if self._migration_context is not None:
            return self.script.as_revision_number(self._migration_context._start_from_rev)
        if "starting_rev" not in self.context_opts:
            raise CommandError("No starting revision argument is available.")
        return self.script.as_revision_number(self.context_opts["starting_rev"])

    def get_revision_argument(self):
        """Where the command goes, as revision ids."""
        return self.script.as_revision_number(self.context_opts["destination_rev"])

    def get_tag_argument(self):
        """What --tag said."""
        return self.context_opts.get("tag")

    def get_x_argument(self, as_dictionary=False):
        """What -x said: a list, or a dict of KEY=VALUE."""
        given = list(getattr(self.config.cmd_opts, "x", None) or []) if self.config.cmd_opts is not None else []
        if not as_dictionary:
            return given
        return {key: value for key, _, value in (one.partition("=") for one in given)}

    def configure(
        self, connection=None, url=None, dialect_name=None, dialect_opts=None, transactional_ddl=None,
        transaction_per_migration=False, output_buffer=None, starting_rev=None, tag=None, template_args=None,
        render_as_batch=False, target_metadata=None, include_name=None, include_object=None, include_schemas=False,
        process_revision_directives=None, compare_type=True, compare_server_default=False, render_item=None,
        literal_binds=False, upgrade_token="upgrades", downgrade_token="downgrades", alembic_module_prefix="op.",
        sqlalchemy_module_prefix="sa.", user_module_prefix=None, on_version_apply=None, autogenerate_plugins=None,
        **kw
    ):
        """Say which database is migrated, and how."""
        opts = self.context_opts
        if not output_buffer and self.config is not None:
            output_buffer = self.config.output_buffer
        for key, value in (
            ("transactional_ddl", transactional_ddl), ("output_buffer", output_buffer),
            ("starting_rev", starting_rev or None), ("tag", tag or None), ("render_item", render_item),
            ("compare_server_default", compare_server_default), ("autogenerate_plugins", autogenerate_plugins),
        ):
            if value is not None:
                opts[key] = value
        opts.setdefault("template_args", {}).update(template_args or {})
        opts.update(
            transaction_per_migration=transaction_per_migration, target_metadata=target_metadata,
            include_name=include_name, include_object=include_object, include_schemas=include_schemas,
            render_as_batch=render_as_batch, upgrade_token=upgrade_token, downgrade_token=downgrade_token,
            sqlalchemy_module_prefix=sqlalchemy_module_prefix, alembic_module_prefix=alembic_module_prefix,
            user_module_prefix=user_module_prefix, literal_binds=literal_binds,
            process_revision_directives=process_revision_directives, compare_type=compare_type,
            on_version_apply=to_tuple(on_version_apply, ()), script=self.script,
        )
        opts.update(kw)
        if literal_binds and not self.is_offline_mode():
            raise CommandError("Can't use literal_binds setting without as_sql mode")
        if self.is_offline_mode():
            dialect_name = dialect_name or (connection.dialect.name if connection is not None and not url else None)
            connection = None
        self._migration_context = context = MigrationContext.configure(
            connection=connection, url=url, dialect_name=dialect_name, environment_context=self,
            dialect_opts=dialect_opts, opts=opts
        )
        self._tell_engine(context, url, output_buffer, starting_rev)

    def _tell_engine(self, context, url, output_buffer, starting_rev):
        members = {key: context.opts[key] for key in _FOR_THE_ENGINE if context.opts.get(key) is not None}
        if context.number is not None:
            members["connection"] = context.number
        elif url:
            members["url"] = url if isinstance(url, str) else url.render_as_string(hide_password=False)
        else:
            members["dialect"] = context.dialect.name
        answer = context.impl.call(
            "configure", starting=starting_rev or None, tag=self.get_tag_argument(), buffer=output_buffer is not None,
            in_transaction=context._in_external_transaction, callbacks=bool(context.on_version_apply_callbacks),
            **members
        )
        if "transactional" in answer:
            context.impl.transactional_ddl = answer["transactional"]

    def run_migrations(self, **kw):
        """Run the steps of the command; `kw` goes to each upgrade() or downgrade()."""
        self.get_context().run_migrations(**kw)

    def execute(self, sql, execution_options=None):
        """Run a statement, or write it."""
        self.get_context().execute(sql, execution_options=execution_options)

    def static_output(self, text):
        """Write a text among the SQL of --sql."""
        self.get_context().impl.static_output(text)

    def begin_transaction(self):
        """A context manager around run_migrations()."""
        return self.get_context().begin_transaction()

    def get_context(self):
        """The MigrationContext that was configured last."""
        if self._migration_context is None:
            raise Exception("No context has been configured yet.")
        return self._migration_context

    def get_bind(self):
        """The connection."""
        return self.get_context().bind

    def get_impl(self):
        """The implementation for the database."""
        return self.get_context().impl


# Names for annotations; what they stand for is checked by nobody.
_RevNumber = ProcessRevisionDirectiveFn = RenderItemFn = NameFilterType = NameFilterParentNames = object
IncludeNameFn = IncludeObjectFn = OnVersionApplyFn = CompareServerDefault = CompareType = object

__getattr__ = raise_for(__name__)
