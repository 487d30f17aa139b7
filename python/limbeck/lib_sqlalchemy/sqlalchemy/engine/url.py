"""Database URLs: make_url() and URL.

str() and repr() of a URL mask the password. A URL whose password is such a mask is completed from the URL that was
masked in this process, so that env.py files of the day when str() gave the whole (SQLAlchemy 1.4) still connect.
"""

import re

from limbeck.missing import raise_for

from .. import exc

__getattr__ = raise_for(__name__)

_MASK = "***"
_masked = {}  # what a masked URL looks like -> its password

_PATTERN = re.compile(
    r"""
    (?P<name>[\w+]+)://
    (?: (?P<username>[^:/]*) (?: : (?P<password>[^@]*(?:@[^@/?]*)*) )? @ )?
    (?: (?: \[(?P<ipv6host>[^/?]+)\] | (?P<ipv4host>[^/:?]+) )? (?: : (?P<port>[^/?]*) )? )?
    (?: / (?P<database>[^?]*) )?
    (?: \? (?P<query>.*) )?
    $""",
    re.X | re.S,
)


_PLAIN = re.compile(r"[A-Za-z0-9_.~ +-]*", re.A)


# urllib is imported where there is something to quote, which is seldom.


def _quote(text):
    """As SQLAlchemy quotes user and password: a blank and a plus stand for themselves."""
    if _PLAIN.fullmatch(text):
        return text
    from urllib.parse import quote

    return quote(text, safe=" +")


def _unquote(text):
    if text is None or "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def _pairs(text):
    """The pairs of a query."""
    if not text:
        return []
    from urllib.parse import parse_qsl

    return parse_qsl(text)


class _Query(dict):
    """The query of a URL: a dict that cannot be changed."""

    def _refuse(self, *args, **kw):
        raise TypeError("the query of a URL cannot be changed; use URL.update_query_dict()")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _refuse

    def union(self, other=None, **kw):
        return _Query(dict(self, **dict(other or {}, **kw)))

    def __hash__(self):
        return hash(frozenset(self.items()))


class URL(tuple):
    """drivername://username:password@host:port/database?query. Made by URL.create() or make_url(); never changed."""

    __slots__ = ()

    def __new__(cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None):
        if cls is URL and not isinstance(query, _Query):
            return cls.create(drivername, username, password, host, port, database, query or {})
        return tuple.__new__(cls, (drivername, username, password, host, port, database, query or _Query()))

    @classmethod
    def create(cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None):
        """A URL of its parts. `query`: a dict of strings or sequences of strings."""
        if not isinstance(drivername, str):
            raise TypeError("drivername must be a string")
        if port in (None, ""):
            port = None
        else:
            try:
                port = int(port)
            except (TypeError, ValueError):
                raise TypeError("Port argument must be an integer or None") from None
        for name, value in (("username", username), ("host", host), ("database", database)):
            if value is not None and not isinstance(value, str):
                raise TypeError("%s must be a string" % name)
        pairs = {}
        for key, value in dict(query or {}).items():
            pairs[str(key)] = value if isinstance(value, str) else tuple(str(one) for one in value)
        return tuple.__new__(cls, (drivername, username, password, host, port, database, _Query(pairs)))

    def __getnewargs__(self):
        return tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, **parts):
        return URL.create(**dict(self._asdict(), **parts))

    def set(self, **parts):
        """The same with parts replaced; None leaves a part as it is."""
        return self._replace(**{key: value for key, value in parts.items() if value is not None})

    def update_query_dict(self, query, append=False):
        """The same with keys of its query replaced, or with further values if `append`."""
        merged = dict(self.query)
        for key, value in query.items():
            if append and key in merged:
                old = merged[key] if isinstance(merged[key], tuple) else (merged[key],)
                value = old + ((value,) if isinstance(value, str) else tuple(value))
            merged[key] = value
        return self._replace(query=merged)

    def update_query_pairs(self, pairs, append=False):
        merged = {}
        for key, value in pairs:
            if key in merged:
                old = merged[key]
                value = (old if isinstance(old, tuple) else (old,)) + (value,)
            merged[key] = value
        return self.update_query_dict(merged, append)

    def update_query_string(self, text, append=False):
        return self.update_query_pairs(_pairs(text), append)

    def difference_update_query(self, names):
        return self._replace(query={key: value for key, value in self.query.items() if key not in set(names)})

    @property
    def normalized_query(self):
        return {key: value if isinstance(value, tuple) else (value,) for key, value in self.query.items()}

    def render_as_string(self, hide_password=True):
        """The URL as text, the password masked unless that is switched off."""
        text = self.drivername + "://"
        if self.username is not None:
            text += _quote(self.username)
            if self.password is not None:
                text += ":" + (_MASK if hide_password else _quote(str(self.password)))
            text += "@"
        if self.host is not None:
            text += "[%s]" % self.host if ":" in self.host else self.host
        if self.port is not None:
            text += ":%d" % self.port
        if self.database is not None:
            text += "/" + self.database
        if self.query:
            from urllib.parse import quote_plus

            pairs = []
            for key in sorted(self.query):
                values = self.query[key]
                for value in (values,) if isinstance(values, str) else values:
                    pairs.append("%s=%s" % (quote_plus(key), quote_plus(value)))
            text += "?" + "&".join(pairs)
        if hide_password and self.password is not None and str(self.password) != _MASK:
            _masked[text] = str(self.password)
        return text

    def __str__(self):
        return self.render_as_string()

    __repr__ = __str__

    def __to_string__(self, hide_password=True):
        return self.render_as_string(hide_password)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def get_backend_name(self):
        """The database's name: "postgresql" of "postgresql+psycopg2"."""
        return self.drivername.partition("+")[0]

    def get_driver_name(self):
        """The driver's name: as the URL says, else the one SQLAlchemy takes by itself."""
        from .default import DRIVERS

        backend, _, driver = self.drivername.partition("+")
        return driver or DRIVERS.get(backend, backend)

    def get_dialect(self, _is_async=False):
        from .default import dialect_class

        return dialect_class(self.get_backend_name())

    def translate_connect_args(self, names=None, **kw):
        """The parts as keywords of a connect function; `kw` renames them: username="user"."""
        if names is not None:
            kw = dict(zip(("host", "database", "username", "password", "port"), names))
        found = {}
        for part in ("host", "database", "username", "password", "port"):
            value = getattr(self, part)
            name = kw.get(part, part)
            if value and name:
                found[name] = value
        return found


URL._fields = ("drivername", "username", "password", "host", "port", "database", "query")
for _at, _name in enumerate(URL._fields):
    setattr(URL, _name, property(lambda self, at=_at: tuple.__getitem__(self, at)))


def make_url(name_or_url):
    """The URL that a text says, or the URL itself."""
    if isinstance(name_or_url, URL):
        return name_or_url
    if not isinstance(name_or_url, str):
        # a URL of the real SQLAlchemy, or what renders itself
        render = getattr(name_or_url, "render_as_string", None)
        if render is None:
            raise exc.ArgumentError("Expected string or URL object, got %r" % (name_or_url,))
        name_or_url = render(hide_password=False)
    found = _PATTERN.match(name_or_url)
    if not found:
        raise exc.ArgumentError("Could not parse SQLAlchemy URL from given URL string")
    parts = found.groupdict()
    query = {}
    for key, value in _pairs(parts["query"]):
        if key in query:
            old = query[key]
            value = (old if isinstance(old, tuple) else (old,)) + (value,)
        query[key] = value
    username, password = _unquote(parts["username"]), _unquote(parts["password"])
    if password == _MASK:
        password = _masked.get(name_or_url, password)
    try:
        return URL.create(parts["name"], username, password, parts["ipv4host"] or parts["ipv6host"], parts["port"],
                          parts["database"], query)
    except TypeError:
        raise exc.ArgumentError("invalid port in the URL: %s" % parts["port"]) from None
