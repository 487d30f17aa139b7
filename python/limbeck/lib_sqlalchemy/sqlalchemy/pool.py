"""Connection pools, by the names that engines are given. A NullPool closes each connection at once; all others keep a
few for the next time, however they are called."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)

_MOST_IDLE = 5


class Pool:
    """Connections that wait for their next use."""

    _keeps = _MOST_IDLE
    _shares = False  # all use the same connection
    _user = None  # ... a weak reference to the one that began a transaction there

    def __init__(self, creator=None, **options):
        self._creator = creator
        self.options = options
        self._idle = []
        self._facts = {}
        self._taken = 0
        self._owner = None

    def take(self, open_one):
        """(number, facts, whether it is new) of a connection."""
        import os

        if self._owner != os.getpid():  # a forked child has connections of its own
            self._owner, self._idle, self._facts = os.getpid(), [], {}
        self._taken += 1
        if self._shares and self._facts:
            number = next(iter(self._facts))
            if self._is_current(number):
                return number, self._facts[number], False
        while self._idle:
            number = self._idle.pop()
            if self._is_current(number):
                return number, self._facts[number], False
        number, facts = open_one()
        from limbeck.channel import channel

        self._facts[number] = dict(facts, channel=channel())
        return number, facts, True

    def _is_current(self, number):
        """Whether it was made in the conversation that is going on."""
        from limbeck.channel import channel

        if self._facts[number]["channel"] is channel():
            return True
        del self._facts[number]
        return False

    def give_back(self, number, close):
        """A connection is not needed any more."""
        self._taken -= 1
        if self._shares and number in self._facts:
            return
        if len(self._idle) < self._keeps and number in self._facts:
            self._idle.append(number)
        else:
            self._facts.pop(number, None)
            close(number)

    def clear(self):
        """The numbers of all connections that wait, which are the caller's to close."""
        idle, self._idle = list(self._facts) if self._shares else self._idle, []
        for number in idle:
            self._facts.pop(number, None)
        return idle

    def dispose(self):
        """Engine.dispose() closes them."""

    def recreate(self):
        return type(self)(self._creator, **self.options)

    def size(self):
        return self.options.get("pool_size") or _MOST_IDLE

    def checkedin(self):
        return len(self._idle)

    def checkedout(self):
        return self._taken

    def overflow(self):
        return 0

    def status(self):
        return "%s size: %d, idle: %d, in use: %d" % (
            type(self).__name__, self.size(), self.checkedin(), self.checkedout())


class NullPool(Pool):
    """Keeps nothing."""

    _keeps = 0


class QueuePool(Pool):
    """The usual one."""


class StaticPool(Pool):
    """One connection for all, which is kept as long as the engine."""

    _shares = True


class SingletonThreadPool(StaticPool):
    """One connection a thread, for databases in memory."""


class AssertionPool(Pool):
    """At most one connection at a time."""


class AsyncAdaptedQueuePool(QueuePool):
    """The usual one of asynchronous engines."""


FallbackAsyncAdaptedQueuePool = AsyncAdaptedQueuePool


def for_engine(engine, options):
    """The pool of an engine by its options."""
    kind = options.get("poolclass") or QueuePool
    if not (isinstance(kind, type) and issubclass(kind, Pool)):
        kind = QueuePool
    pool_options = {key: value for key, value in options.items() if key in ("pool_size", "max_overflow")}
    if options.get("poolclass") is None and _is_memory(engine.url):
        kind = SingletonThreadPool
    return kind(None, **pool_options)


def _is_memory(url):
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


class PoolProxiedConnection:
    """Kept for isinstance() and annotations."""


class ConnectionPoolEntry:
    """Kept for annotations."""


_ConnectionFairy = _ConnectionRecord = PoolProxiedConnection
ManagesConnection = PoolProxiedConnection
