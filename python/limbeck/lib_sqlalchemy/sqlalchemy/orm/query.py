"""Query: SELECT of mapped classes in the manner of session.query()."""

from limbeck.missing import raise_for

from .. import exc
from ..sql.expression import and_, delete, exists, func, literal_column, select, update
from .attributes import QueryableAttribute
from .entities import AliasedClass, AliasedRelationship, Loading, describe, is_entity, mapper_of, results_of

__getattr__ = raise_for(__name__)


class Query:
    """A SELECT that gives objects; each method gives a copy with something added."""

    def __init__(self, entities, session=None):
        self.session = session
        self._options = ()
        self._execution_options = {}
        self._populate_existing = False
        self._autoflush = True
        self._yield_per = None
        self._from_text = None
        self._set_entities(entities if isinstance(entities, (list, tuple)) else [entities])

    def _set_entities(self, entities):
        self._asked = tuple(entities)
        self._joined = self._asked[0] if self._asked else None
        self._statement = select(*self._columns())

    def _columns(self):
        parts = describe(self._asked, self._loading())
        return [column for part in parts for column in part.columns]

    def _loading(self):
        loading = Loading(self._options)
        loading.populate_existing = self._populate_existing
        return loading

    def _clone(self, **changes):
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.update(changes)
        return made

    def _with(self, statement):
        return self._clone(_statement=statement)

    # -- what is asked for

    @property
    def statement(self):
        """The SELECT."""
        return self._statement if self._from_text is None else self._from_text

    selectable = statement

    def __clause_element__(self):
        return self.statement

    @property
    def column_descriptions(self):
        parts = describe(self._asked, self._loading())
        return [{"name": part.name, "type": getattr(part.mapper, "class_", None) or part.columns[0].type,
                 "expr": part.entity or part.columns[0], "entity": part.entity, "aliased": False} for part in parts]

    def with_entities(self, *entities):
        """The same rows, of other entities."""
        froms = self._statement.froms
        made = self._clone(_asked=tuple(entities))
        statement = self._statement._with(_raw_columns=made._columns(), _entities=())
        if not self._statement._from_obj and not self._statement._setup_joins:
            statement = statement.select_from(*froms)
        elif not self._statement._from_obj:
            statement = statement._with(_setup_joins=()).select_from(*froms)
        return made._with(statement)

    def add_columns(self, *columns):
        """With further entities."""
        made = self._clone(_asked=self._asked + tuple(columns))
        return made._with(self._statement._with(_raw_columns=made._columns()))

    add_column = add_entity = add_columns

    def options(self, *options):
        """With load options."""
        made = self._clone(_options=self._options + tuple(options))
        return made._with(self._statement._with(_raw_columns=made._columns()))

    def execution_options(self, **options):
        return self._clone(_execution_options=dict(self._execution_options, **options))

    def get_execution_options(self):
        return self._execution_options

    def populate_existing(self):
        """Load the values of objects that the session has already anew."""
        return self._clone(_populate_existing=True)

    def autoflush(self, setting):
        return self._clone(_autoflush=setting)

    def with_session(self, session):
        return self._clone(session=session)

    def _same(self, *args, **kw):
        return self._clone()

    enable_eagerloads = enable_assertions = set_label_style = with_labels = apply_labels = _same
    with_hint = with_statement_hint = prefix_with = suffix_with = execution_hint = _same

    def from_statement(self, statement):
        """The rows of a text() or another statement, by the names of their columns."""
        return self._clone(_from_text=statement)

    # -- conditions

    def filter(self, *criterion):
        """With conditions."""
        return self._with(self._statement.where(*criterion))

    where = filter

    def filter_by(self, **values):
        """With attribute=value conditions, on what was joined last or asked for first."""
        entity = self._joined
        entity = entity.class_ if isinstance(entity, QueryableAttribute) else entity
        if entity is None:
            raise exc.InvalidRequestError("Can't use filter_by() on a query without a mapped class")
        source = entity if is_entity(entity) else getattr(entity, "c", entity)
        return self.filter(*[getattr(source, name) == value for name, value in values.items()])

    def having(self, *criterion):
        return self._with(self._statement.having(*criterion))

    def order_by(self, *clauses):
        return self._with(self._statement.order_by(*clauses))

    def group_by(self, *clauses):
        return self._with(self._statement.group_by(*clauses))

    def distinct(self, *expr):
        return self._with(self._statement.distinct(*expr))

    def limit(self, limit):
        return self._with(self._statement.limit(limit))

    def offset(self, offset):
        return self._with(self._statement.offset(offset))

    def slice(self, start, stop):
        return self._with(self._statement.slice(start, stop))

    def with_for_update(self, **options):
        return self._with(self._statement.with_for_update(**options))

    def correlate(self, *fromclauses):
        return self._with(self._statement.correlate(*[_from_of(one) for one in fromclauses]))

    def select_from(self, *froms):
        """With FROM clauses besides those of its columns."""
        made = self._with(self._statement.select_from(*[_from_of(one) for one in froms]))
        if is_entity(froms[0]):
            made._joined = froms[0]
        return made

    # -- joins

    def join(self, target, *props, isouter=False, full=False, aliased=False, from_joinpoint=False, onclause=None):
        """With JOIN of a mapped class, along a relationship, or of a table; by foreign key if no condition is given."""
        if isinstance(target, tuple) or (props and all(isinstance(one, (tuple, str)) or _relation(one) for one in props)
                                         and not (is_entity(target) or hasattr(target, "c"))):
            made = self
            for one in (target,) + props:
                made = made.join(*(one if isinstance(one, tuple) else (one,)), isouter=isouter, full=full)
            return made
        if onclause is None and props:
            onclause = props[0]
        return self._join(target, onclause, isouter, full)

    def outerjoin(self, target, *props, full=False, onclause=None, **kw):
        """join() as LEFT OUTER JOIN."""
        return self.join(target, *props, isouter=True, full=full, onclause=onclause)

    def _join(self, target, onclause, isouter, full):
        statement = self._statement
        for left, right, condition in join_steps(self._asked, target, onclause):
            options = {"isouter": isouter, "full": full}
            if left is not None and not statement._from_obj and not statement._setup_joins:
                options["left"] = left
            statement = statement.join(right, condition, **options)
        relation = _relation(target)
        joined = relation.mapper.class_ if relation else target
        return self._clone(_statement=statement, _joined=joined)

    def reset_joinpoint(self):
        return self._clone(_joined=self._asked[0])

    def union(self, *others):
        return self._compound("union", others)

    def union_all(self, *others):
        return self._compound("union_all", others)

    def intersect(self, *others):
        return self._compound("intersect", others)

    def except_(self, *others):
        return self._compound("except_", others)

    def _compound(self, verb, others):
        compound = getattr(self._statement, verb)(*[one._statement for one in others]).subquery()
        return self._clone(_statement=select(*compound.c))

    # -- as a part of others

    def subquery(self, name=None, with_labels=False, reduce_columns=False):
        """(SELECT ...) AS name."""
        statement = self._statement.with_labels() if with_labels else self._statement
        return statement.subquery(name)

    def cte(self, name=None, recursive=False, nesting=False):
        return self._statement.cte(name, recursive)

    def label(self, name):
        return self._statement.label(name)

    def scalar_subquery(self):
        return self._statement.scalar_subquery()

    as_scalar = scalar_subquery

    def exists(self):
        """EXISTS (SELECT 1 ...)."""
        froms = self._statement.froms
        inner = self._statement._with(_raw_columns=[literal_column("1")], _entities=())
        return exists(inner if inner.froms else inner.select_from(*froms))

    def alias(self, name=None):
        return self.subquery(name)

    # -- the rows

    def _result(self):
        session = self.session
        if session is None:
            raise exc.UnboundExecutionError("the query belongs to no session")
        if self._autoflush:
            session._autoflush()
        parts = describe(self._asked, self._loading())
        mapper = next((part.mapper for part in parts if part.mapper is not None), None)
        if self._from_text is not None:
            result = _by_names(parts, session._send(self._from_text, self._parameters, None, mapper))
        else:
            result = session._send(self._statement, self._parameters, self._execution_options, mapper)
        made = results_of(session, parts, result)
        made._yield_per = self._yield_per
        return made.scalars() if len(parts) == 1 and parts[0].mapper is not None else made

    _parameters = None

    def params(self, *args, **values):
        """With values of its bind parameters."""
        given = dict(args[0], **values) if args else values
        return self._clone(_parameters=dict(self._parameters or {}, **given))

    def yield_per(self, count):
        """Have iteration fetch that many rows at a time."""
        return self._clone(_yield_per=count)

    def all(self):
        """All objects or rows; of one class, each object once."""
        found = self._result().all()
        if len(self._asked) == 1 and is_entity(self._asked[0]):
            seen = set()
            found = [one for one in found if id(one) not in seen and not seen.add(id(one))]
        return found

    def __iter__(self):
        return iter(self._result())

    def first(self):
        """The first, or None."""
        return self.limit(1)._result().first() if self._from_text is None else self._result().first()

    def one(self):
        """The only one. NoResultFound, MultipleResultsFound."""
        return self._result().one()

    def one_or_none(self):
        """The only one or None. MultipleResultsFound."""
        return self._result().one_or_none()

    def scalar(self):
        """The first column of the only row, or None."""
        found = self.one_or_none()
        return found[0] if isinstance(found, tuple) else found

    def get(self, ident):
        """The object of that primary key, or None."""
        options = {"populate_existing": True} if self._populate_existing else {}
        return self.session.get(self._asked[0], ident, options=self._options, **options)

    def count(self):
        """How many rows there are."""
        statement = self._statement
        plain = not (statement._distinct or statement._group_by_clauses or statement._having_criteria
                     or statement._has_row_limiting_clause)
        if plain and is_entity(self._asked[0]) and len(self._asked) == 1:
            froms = statement.froms
            asked = [func.count(literal_column("*"))]
            counted = statement._with(_raw_columns=asked, _entities=(), _order_by_clauses=())
            if not statement._from_obj and not statement._setup_joins:
                counted = counted.select_from(*froms)
            elif not statement._from_obj:
                counted = counted._with(_setup_joins=()).select_from(*froms)
        else:
            counted = select(func.count(literal_column("*"))).select_from(statement.with_labels().subquery())
        self.session._autoflush()
        return self.session._send(counted, self._parameters).scalar()

    def __getitem__(self, item):
        if isinstance(item, slice):
            return self.slice(item.start or 0, item.stop).all()
        return self.slice(item, item + 1).all()[0]

    # -- UPDATE and DELETE

    def _criteria(self):
        found = self._statement._where_criteria
        return [and_(*found)] if found else []

    def _table(self):
        for one in self._asked:
            if is_entity(one):
                return mapper_of(one).local_table
            if isinstance(one, QueryableAttribute):
                return one.class_.__mapper__.local_table
        return self._statement.froms[0]

    def update(self, values, synchronize_session="auto", update_args=None):
        """UPDATE of the rows; how many there were. values: by attribute or its name."""
        self.session._autoflush()
        mapper = mapper_of(self._asked[0]) if is_entity(self._asked[0]) else None
        found = {}
        for key, value in dict(values).items():
            if isinstance(key, str) and mapper is not None and mapper.has_property(key):
                key = mapper.get_property(key).columns[0]
            found[key.expression if isinstance(key, QueryableAttribute) else key] = value
        result = self.session._send(update(self._table()).where(*self._criteria()).values(found), self._parameters)
        self.session.expire_all()
        return result.rowcount

    def delete(self, synchronize_session="auto", delete_args=None):
        """DELETE of the rows; how many there were."""
        self.session._autoflush()
        result = self.session._send(delete(self._table()).where(*self._criteria()), self._parameters)
        self.session.expire_all()
        return result.rowcount

    def __str__(self):
        return str(self.statement)


def _from_of(thing):
    """The table or alias of an entity; other things as they are."""
    if isinstance(thing, AliasedClass):
        return thing._sa_alias
    return thing.__mapper__.persist_selectable if is_entity(thing) else thing


def _relation(thing):
    """The relationship that an attribute is, or None."""
    prop = getattr(thing, "prop", None) if isinstance(thing, (QueryableAttribute, AliasedRelationship)) else None
    return prop if prop is not None and prop.is_relationship else None


def join_steps(asked, target, onclause=None):
    """The joins that a join() stands for: [(left or None, right, condition or None)]."""
    if isinstance(target, str):
        target = getattr(next(one for one in asked if is_entity(one)), target)
    if isinstance(onclause, str):
        onclause = getattr(next(one for one in asked if is_entity(one)), onclause)
    prop = _relation(target)
    if prop is not None:
        return _along(prop, target, prop.mapper.class_)
    prop = _relation(onclause)
    if prop is not None:
        return _along(prop, onclause, target)
    return [(None, _from_of(target), onclause)]


def _along(prop, attribute, target):
    """Along a relationship, to its class or an alias of that; from its class or an alias of that."""
    owner = attribute.owner if isinstance(attribute, AliasedRelationship) else attribute.class_
    left, right = _from_of(owner), _from_of(target)
    first, second = prop.primaryjoin, prop.secondaryjoin
    if isinstance(owner, AliasedClass):
        first = _adapted(first, owner, prop.local_remote_pairs, 0)
    if second is not None:
        second = _adapted(second, target, None, 1) if isinstance(target, AliasedClass) else second
        return [(left, prop.secondary, first), (None, right, second)]
    if isinstance(target, AliasedClass):
        first = _adapted(first, target, prop.local_remote_pairs, 1)
    return [(left, right, first)]


def _adapted(condition, alias, pairs, side):
    """A condition in which the columns of one side are an alias's. In a relationship of a table to itself only the
    columns of that side are meant: `pairs` has both."""
    from ..sql.clause import replaced

    wanted = None if pairs is None else {pair[side] for pair in pairs}
    tables = alias._sa_mapper.tables

    def replace(element):
        if getattr(element, "table", None) in tables and (wanted is None or element in wanted):
            return alias._sa_column(element)
        return None

    return replaced(condition, replace)


class _by_names:
    """A result whose columns are put in the order of the parts of a query, by their names."""

    _yield_per = None

    def __init__(self, parts, result):
        places = result._places
        self._result = result
        self._at = []
        for part in parts:
            for column in part.columns:
                name = getattr(column, "name", None)
                at = places.get(name)
                table = getattr(getattr(column, "table", None), "name", None)
                self._at.append(places.get("%s_%s" % (table, name)) if at is None else at)
        self._source = self

    def take(self, n):
        return [tuple([None if at is None else row[at] for at in self._at]) for row in self._result._source.take(n)]

    def end(self):
        self._result._source.end()

    def close(self):
        self._result.close()

    @property
    def closed(self):
        return self._result.closed
