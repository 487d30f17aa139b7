"""create_mock_engine(): a connection without a database."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class MockConnection:
    """Hands each statement to a function. It is engine and connection in one."""

    def __init__(self, dialect, execute):
        self.dialect = dialect
        self._executor = execute

    engine = property(lambda self: self)
    name = property(lambda self: self.dialect.name)

    def connect(self, **kwargs):
        return self

    def begin(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Nothing is open."""

    def schema_for_object(self, thing):
        return thing.schema

    def execution_options(self, **options):
        return self

    def execute(self, statement, *multiparams, **params):
        return self._executor(statement, *multiparams, **params)

    def _operation(self, operation):
        self._executor(operation)

    def _run_ddl_visitor(self, visitor, element, **kwargs):
        visitor(self.dialect, self, **dict(kwargs, checkfirst=False)).traverse_single(element)


__all__ = ["MockConnection"]
