"""Session: objects of mapped classes, loaded and written on a connection.

A session on a connection that is in a transaction already, as op.get_bind() is in a run's, works in a savepoint there:
commit() releases it, and what was done is committed with that transaction; rollback() undoes what was done since the
last commit(). close() and the end of a with-block leave the work to the connection's transaction, as SQLAlchemy does.
"""

import _weakref

from limbeck.missing import raise_for

from .. import exc
from .attributes import state_of
from .entities import Loading, describe, is_entity, mapper_of, results_of
from .identity import Changes, IdentityMap, objects_in
from .session_transaction import SessionTransaction, Transactional

__getattr__ = raise_for(__name__)

_sessions = {}  # id -> weak reference, for close_all_sessions()


class Session(Transactional):
    """A unit of work. bind: an Engine or a Connection. Options of SQLAlchemy's are accepted."""

    connection_callable = None

    def __init__(self, bind=None, autoflush=True, future=False, expire_on_commit=True, autocommit=False, twophase=False,
                 binds=None, enable_baked_queries=True, info=None, query_cls=None, autobegin=True, **options):
        self.bind = bind
        self.autoflush = autoflush
        self.expire_on_commit = expire_on_commit
        self.autocommit = autocommit
        self.info = dict(info or {})
        self._query_cls = query_cls
        self._binds = dict(binds or {})
        self._reset()
        self._open = None  # the connection in use
        self._owned = False  # ... which is ours to close
        self._transaction = None
        self._nested = []
        self.hash_key = id(self)
        _sessions[id(self)] = _weakref.ref(self, lambda _, key=id(self): _sessions.pop(key, None))

    def _reset(self):
        self.identity_map = IdentityMap()
        self._new, self._dirty, self._deleted = {}, {}, {}  # id of the object -> its state
        self._kept = []  # objects written since the last commit, which a rollback has to find

    # -- statements

    def execute(self, statement, params=None, *, execution_options=None, bind_arguments=None, mapper=None,
                _parent_execute_state=None, _add_event=None, **kw):
        """Run a statement. Of a select() of mapped classes the rows have objects."""
        if isinstance(statement, str):
            from ..sql.expression import text

            statement = text(statement)
        self._autoflush()
        arguments = dict(bind_arguments or {}, mapper=mapper)
        kind = getattr(statement, "__visit_name__", None)
        options = dict(getattr(statement, "_execution_options", None) or {}, **(execution_options or {}))
        asked = getattr(statement, "_entities", None) if kind == "select" else None
        if asked and any(is_entity(one) or hasattr(one, "prop") for one in asked):
            return self._select(statement, asked, params, options)
        if kind in ("update", "delete", "insert") and params is not None and not isinstance(params, dict):
            params = list(params) or None
        if arguments.get("bind") is not None:
            self._connection(**arguments)
        result = self._send(statement, params, options, arguments["mapper"])
        if kind in ("update", "delete"):
            self.expire_all()
        return result

    def _select(self, statement, asked, params, options):
        loading = Loading(getattr(statement, "_with_options", ()))
        loading.populate_existing = bool(options.get("populate_existing"))
        parts = describe(asked, loading)
        columns = [column for part in parts for column in part.columns]
        mapper = next((part.mapper for part in parts if part.mapper is not None), None)
        result = self._send(statement._with(_raw_columns=columns), params, options, mapper)
        made = results_of(self, parts, result)
        if options.get("yield_per"):
            made.yield_per(options["yield_per"])
        return made

    def scalar(self, statement, params=None, **kw):
        """The first column of the first row, or None."""
        return self.execute(statement, params, **kw).scalar()

    def scalars(self, statement, params=None, **kw):
        """The values of the first column."""
        return self.execute(statement, params, **kw).scalars()

    def query(self, *entities, **kw):
        """A Query of mapped classes, attributes or expressions."""
        from .query import Query

        return (self._query_cls or Query)(entities, self)

    def get(self, entity, ident, *, options=(), populate_existing=False, with_for_update=None, **kw):
        """The object of that primary key, or None."""
        mapper = mapper_of(entity)
        names = mapper.primary_key_names
        if isinstance(ident, dict):
            ident = tuple(ident[name] for name in names)
        elif not isinstance(ident, tuple):
            ident = tuple(ident) if isinstance(ident, list) else (ident,)
        if len(ident) != len(names):
            raise exc.InvalidRequestError(
                "Incorrect number of values in identifier to formulate primary key for session.get(); primary key "
                "columns are %s" % ", ".join("'%s'" % column for column in mapper.primary_key)
            )
        known = self.identity_map.get((mapper.base_mapper.class_, ident, None))
        if known is not None and not populate_existing and not with_for_update and names[0] in known.__dict__:
            return known if isinstance(known, mapper.class_) else None
        query = self.query(entity).options(*options or ())
        if populate_existing or known is not None:
            query = query.populate_existing() if populate_existing else query
        if with_for_update:
            query = query.with_for_update(**(with_for_update if isinstance(with_for_update, dict) else {}))
        criteria = [getattr(entity, name) == value for name, value in zip(names, ident)]
        return query.filter(*criteria).first()

    def get_one(self, entity, ident, **kw):
        """The object of that primary key. NoResultFound."""
        found = self.get(entity, ident, **kw)
        if found is None:
            raise exc.NoResultFound("No row was found when one was required")
        return found

    # -- objects

    def add(self, instance, _warn=True):
        """Have an object written."""
        self._attach(instance)

    def add_all(self, instances):
        """Have objects written."""
        for instance in instances:
            self._attach(instance)

    def _attach(self, obj):
        try:
            state = state_of(obj)
        except AttributeError:
            from .exc import UnmappedInstanceError

            raise UnmappedInstanceError(obj) from None
        if state.session is self:
            self._deleted.pop(id(obj), None)
            return
        if state.session is not None:
            raise exc.InvalidRequestError(
                "Object '%r' is already attached to session '%s' (this is '%s')"
                % (obj, state.session.hash_key, self.hash_key)
            )
        state.session = self
        if state.key is None:
            self._new[id(obj)] = state
        else:
            self.identity_map._objects[state.key] = obj
            self._watch(state)
            if state.changed:
                self._dirty[id(obj)] = state

    def _watch(self, state):
        from .loading import load_attribute

        before = state.changed
        state.changed = Changes(self, state)
        dict.update(state.changed, before)
        state.loader = load_attribute

    def _loaded(self, obj, key):
        """The object is what the database has under that key."""
        state = state_of(obj)
        made = state.key is None and id(obj) in self._new
        state.session, state.key, state.loaded, state.deleted = self, key, True, False
        if made:
            state.__dict__["made_in"] = self
        state.changed = {}
        self._watch(state)
        self.identity_map._objects[key] = obj
        if made:
            self._kept.append(obj)
        return state

    @staticmethod
    def _collection_read(state, prop, value):
        """Remember what a collection held, to see what is added and removed."""
        if prop.uselist or prop.direction.name != "MANYTOONE":
            state.__dict__.setdefault("collections", {})[prop.key] = tuple(objects_in(value))

    def _identify(self, state):
        """The primary key of an object may have changed."""
        key = state.mapper.identity_key_from_instance(state.object)
        if key != state.key:
            self.identity_map._objects.pop(state.key, None)
            state.key = key
            self.identity_map._objects[key] = state.object

    def _forget(self, state):
        if state.key is not None:
            self.identity_map._objects.pop(state.key, None)
        for group in (self._new, self._dirty, self._deleted):
            group.pop(id(state.object), None)
        state.session = None

    def delete(self, instance):
        """Have an object deleted."""
        state = state_of(instance)
        if state.key is None:
            raise exc.InvalidRequestError("Instance '%r' is not persisted" % (instance,))
        if state.session is None:
            self._attach(instance)
        self._deleted[id(instance)] = state

    def merge(self, instance, *, load=True, options=None):
        """The session's object of the same primary key, with the values of this one; a new one if there is none."""
        mapper = type(instance).__mapper__
        if state_of(instance).session is self:
            return instance
        ident = tuple(instance.__dict__.get(name) for name in mapper.primary_key_names)
        known = self.get(type(instance), ident) if None not in ident else None
        if known is None:
            known = type(instance).__new__(type(instance))
            self._attach(known)
        for key in [prop.key for prop in mapper.column_attrs]:
            if key in instance.__dict__ and known.__dict__.get(key) != instance.__dict__[key]:
                setattr(known, key, instance.__dict__[key])
        for prop in mapper.relationships:
            if prop.key in instance.__dict__ and prop.cascade.merge:
                value = instance.__dict__[prop.key]
                if prop.uselist:
                    setattr(known, prop.key, [self.merge(one) for one in value])
                else:
                    setattr(known, prop.key, None if value is None else self.merge(value))
        return known

    def flush(self, objects=None):
        """Write what is pending."""
        if getattr(self, "_flushing", False):
            return
        self._flushing = True
        try:
            from .unitofwork import flush

            if self._new or self._dirty or self._deleted:
                self._fire("before_flush", None, None)
            flush(self)
        finally:
            self._flushing = False

    def _autoflush(self):
        if self.autoflush:
            self.flush()

    @property
    def no_autoflush(self):
        """A with-block in which queries do not write what is pending."""
        return _NoAutoflush(self)

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        """Load an object's values anew."""
        from .loading import refresh

        self._autoflush()
        refresh(state_of(instance), attribute_names)

    def expire(self, instance, attribute_names=None):
        """Have an object's values loaded when they are used next."""
        self._expire(state_of(instance), attribute_names)

    def _expire(self, state, names=None):
        for name in list(names or [prop.key for prop in state.mapper._properties.values()]):
            state.dict.pop(name, None)
            dict.pop(state.changed, name, None)
            state.__dict__.get("collections", {}).pop(name, None)
        if not names:
            self._dirty.pop(id(state.object), None)

    def expire_all(self):
        """expire() for every object."""
        for obj in self.identity_map.values():
            state = state_of(obj)
            if id(obj) not in self._dirty:
                self._expire(state)
            state.__dict__.pop("made_in", None)
        self._kept = []

    def expunge(self, instance):
        """Take an object out of the session."""
        self._forget(state_of(instance))

    def expunge_all(self):
        """Take all objects out."""
        for obj in self.identity_map.values():
            state_of(obj).session = None
        for state in self._new.values():
            state.session = None
        self._reset()

    @property
    def new(self):
        return _Objects(self._new)

    @property
    def dirty(self):
        return _Objects(self._dirty)

    @property
    def deleted(self):
        return _Objects(self._deleted)

    def is_modified(self, instance, include_collections=True):
        return bool(state_of(instance).changed)

    def __contains__(self, instance):
        return state_of(instance).session is self

    def __iter__(self):
        return iter([state.object for state in self._new.values()] + self.identity_map.values())

    @staticmethod
    def object_session(instance):
        return object_session(instance)

    # -- many rows at once

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True, preserve_order=True):
        """Write objects without taking them into the session."""
        from .bulk import save_objects

        save_objects(self, objects, return_defaults)

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        """Insert rows that are dicts of attributes."""
        from .bulk import insert_mappings

        insert_mappings(self, getattr(mapper, "__mapper__", mapper), mappings)

    def bulk_update_mappings(self, mapper, mappings):
        """Update rows that are dicts of attributes, the primary key among them."""
        from .bulk import update_mappings

        update_mappings(self, getattr(mapper, "__mapper__", mapper), mappings)

    # -- events

    def _fire(self, name, *args):
        from ..event import fire, listeners_of

        if listeners_of(self, name):
            fire(self, name, self, *args)


class _Objects(list):
    """Objects of a session that wait for something."""

    def __init__(self, states):
        list.__init__(self, [state.object for state in states.values()])

    def __contains__(self, obj):
        return any(one is obj for one in self)


class _NoAutoflush:
    def __init__(self, session):
        self._session = session

    def __enter__(self):
        self._before, self._session.autoflush = self._session.autoflush, False
        return self._session

    def __exit__(self, *error):
        self._session.autoflush = self._before


def object_session(instance):
    """The session of an object, or None."""
    return state_of(instance).session


def close_all_sessions():
    """Close every session."""
    for reference in list(_sessions.values()):
        session = reference()
        if session is not None:
            session.close()


def make_transient(instance):
    """Have an object forget that the database has it."""
    state = state_of(instance)
    if state.session is not None:
        state.session._forget(state)
    state.key, state.loaded, state.loader, state.deleted = None, False, None, False


def make_transient_to_detached(instance):
    """Have an object pass for one that was loaded."""
    state = state_of(instance)
    state.key = state.mapper.identity_key_from_instance(instance)
    state.loaded = True


def was_deleted(instance):
    """Whether an object was deleted."""
    return state_of(instance).deleted


from .scoping import scoped_session, sessionmaker  # noqa: E402,F401

__all__ = ["Session", "SessionTransaction", "close_all_sessions", "make_transient", "make_transient_to_detached",
           "object_session", "sessionmaker"]
