"""SQL expressions as Python objects: truth, walking, @compiles, types of one's own, what the engine is sent."""

import datetime
import enum
import os

import pytest
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine.default import make_dialect
from sqlalchemy.ext.compiler import compiles, deregister
from sqlalchemy.sql import expression, operators, visitors

pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="tests limbeck's own modules")

PG, LITE, MY, MS = (make_dialect(name) for name in ("postgresql", "sqlite", "mysql", "mssql"))


class Colour(enum.Enum):
    red = "R"
    blue = "B"


meta = sa.MetaData()
users = sa.Table(
    "users",
    meta,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String),
    sa.Column("colour", sa.Enum(Colour)),
    sa.Column("data", sa.JSON),
    sa.Column("at", sa.DateTime),
    sa.Column("odd name", sa.Integer),
    sa.Column("k", sa.Integer, key="kk"),
)
made = sa.Table(
    "made",
    meta,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("u", sa.String, default=lambda: "new"),
    sa.Column("v", sa.Integer, default=7),
    sa.Column("w", sa.Integer, default=lambda context: context.get_current_parameters()["v"] + 1),
    sa.Column("x", sa.Integer, onupdate=9),
)
plain = sa.table("plain", sa.column("a"), sa.column("b", sa.Integer))


def wire(element, dialect=PG, params=None, **kwargs):
    return element.compile(dialect=dialect, **kwargs).wire(params)


def flat(element, dialect=None, **kwargs):
    return " ".join(str(element.compile(dialect=dialect, **kwargs)).split())


# ---- what the engine is sent


@pytest.mark.parametrize(
    "element, dialect, text, values",
    [
        (sa.text("select '12:30', a::int, \\:y, :z").bindparams(z=5), PG, "select '12:30', a::int, \\:y, :z", {"z": 5}),
        (sa.text("select ':z', :z").bindparams(z=5), PG, "select ':z', :z", {"z": 5}),
        (sa.text("select ':a'"), PG, "select ':a'", {}),
        (sa.text("select '\\:a'"), PG, "select '\\:a'", {}),
        (sa.literal_column("x\\:y"), PG, "x\\\\:y", {}),
        (sa.select(sa.literal_column("':a'")), PG, "SELECT '\\:a'", {}),
        (plain.c.b.in_([1, 2]), PG, "plain.b IN (:b_1_1, :b_1_2)", {"b_1_1": 1, "b_1_2": 2}),
        (plain.c.b.in_([]), PG, "plain.b IN (NULL) AND (1 != 1)", {}),
        (plain.c.b.notin_([]), PG, "(plain.b NOT IN (NULL) OR (1 = 1))", {}),
        (plain.c.b.in_([]), LITE, "plain.b IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)", {}),
        (~plain.c.b.in_([]), PG, "(plain.b NOT IN (NULL) OR (1 = 1))", {}),
        (users.c["odd name"] == 5, PG, 'users."odd name" = :odd_name_1', {"odd_name_1": 5}),
        (users.c.colour == Colour.red, PG, "users.colour = :colour_1", {"colour_1": "red"}),
        (
            users.c.at == datetime.datetime(2020, 1, 2),
            LITE,
            "users.at = :at_1",
            {"at_1": "2020-01-02 00:00:00.000000"},
        ),
        (users.c.data["a"].as_string(), MY, None, {"data_1": '$."a"'}),
        (users.c.data[("a", 1)].as_string(), MY, None, {"data_1": '$."a"[1]'}),
        (users.c.data[("a", 1)], PG, "users.data #> :data_1", {"data_1": "{a, 1}"}),
        (sa.select(plain.c.b).limit(3), MS, "SELECT TOP 3 plain.b \nFROM plain", {}),
        (sa.bindparam("x", 5, literal_execute=True) + plain.c.b, PG, "5 + plain.b", {}),
        (sa.bindparam("f", callable_=lambda: 3, type_=sa.Integer), PG, ":f", {"f": 3}),
    ],
)
def test_wire(element, dialect, text, values):
    found = wire(element, dialect)
    assert found == (found[0] if text is None else text, values)


def test_tuples_in_a_list():
    text, values = wire(sa.tuple_(plain.c.a, plain.c.b).in_([("x", 1), ("y", 2)]))
    assert text == "(plain.a, plain.b) IN ((:param_1_1_1, :param_1_1_2), (:param_1_2_1, :param_1_2_2))"
    assert values == {"param_1_1_1": "x", "param_1_1_2": 1, "param_1_2_1": "y", "param_1_2_2": 2}


def test_values_of_the_execution():
    among = plain.c.b.in_(sa.bindparam("ids", expanding=True))
    statement = sa.select(plain.c.b).where(among, plain.c.a == sa.bindparam("a"))
    text, values = wire(statement, params={"ids": [4, 5], "a": "x"})
    assert "IN (:ids_1, :ids_2)" in text and values == {"ids_1": 4, "ids_2": 5, "a": "x"}
    with pytest.raises(exc.InvalidRequestError, match="A value is required for bind parameter 'a'"):
        wire(statement, params={"ids": []})
    assert wire(sa.text("select :a")) == ("select :a", {})  # the engine says what is lacking


def test_several_rows_share_one_text():
    compiled = users.insert().compile(dialect=LITE, column_keys=["name", "data"])
    text, rows = compiled.wire_many([{"name": "x", "data": None}, {"name": "y", "data": [1]}])
    assert text == "INSERT INTO users (name, data) VALUES (:name, :data)"
    assert rows == [{"name": "x", "data": "null"}, {"name": "y", "data": "[1]"}]


def test_defaults_are_made_when_values_are():
    compiled = made.insert().values(u="own").compile(dialect=LITE)
    assert compiled.string == "INSERT INTO made (u, v, w) VALUES (:u, :v, :w)"
    assert compiled.params == {"u": "own", "v": None, "w": None}
    assert compiled.wire()[1] == {"u": "own", "v": 7, "w": 8}
    assert compiled.construct_params({"v": 1}) == {"u": "own", "v": 1, "w": 2}
    several = made.insert().values([{"u": "a"}, {"u": "b"}]).compile(dialect=LITE)
    assert several.wire()[1] == {"u_m0": "a", "v": 7, "w": 8, "u_m1": "b", "v_m1": 7, "w_m1": 8}
    assert wire(made.update().values(u="b"), LITE) == ("UPDATE made SET u=:u, x=:x", {"u": "b", "x": 9})


def test_a_default_is_made_once():
    numbers = iter(range(10))
    table = sa.Table("once", sa.MetaData(), sa.Column("id", sa.Integer, default=lambda: next(numbers)))
    compiled = table.insert().compile(dialect=LITE, column_keys=[])
    assert compiled.wire(None)[1] == compiled.construct_params(None) == {"id": 0}


def test_insert_tells_its_key():
    compiled = users.insert().values(name="x").compile(dialect=PG)
    assert compiled.string.endswith("RETURNING users.id")
    assert [column.name for column in compiled.implicit_returning] == ["id"]
    lite = users.insert().values(name="x").compile(dialect=LITE)
    assert lite.postfetch_lastrowid and not lite.implicit_returning
    assert "RETURNING" not in users.insert().inline().values(name="x").compile(dialect=PG).string


def test_result_columns():
    compiled = sa.select(users.c.id, users.c.colour.label("c"), sa.func.count()).compile(dialect=PG)
    assert [(name, type(type_).__name__) for name, _, type_ in compiled._result_columns] == [
        ("id", "Integer"),
        ("c", "Enum"),
        ("count_1", "Integer"),
    ]
    assert sa.select(sa.text("a, b")).compile(dialect=PG)._result_columns == []


def test_literals():
    options = {"compile_kwargs": {"literal_binds": True}}
    assert flat(plain.update().values(a="it's"), PG, **options) == "UPDATE plain SET a='it''s'"
    assert flat(plain.c.a == datetime.date(2020, 1, 2), PG, **options) == "plain.a = '2020-01-02'"
    assert flat(users.c.name == "a\\b", MY, **options) == "users.name = 'a\\\\b'"
    assert flat(users.c.id.in_([1, 2]), PG, **options) == "users.id IN (1, 2)"
    assert flat(users.c.id == 5, PG, compile_kwargs={"literal_binds": True, "include_table": False}) == "id = 5"
    assert flat(sa.text("x = '{\"a\":true}' and y = :y").bindparams(y=5), PG, **options).endswith(":true}' and y = 5")
    with pytest.raises(exc.CompileError, match="No literal value renderer is available"):
        flat(plain.c.a == object(), PG, **options)


def test_lists_spread_in_the_text():
    compiled = plain.c.b.in_([1, 2]).compile(compile_kwargs={"render_postcompile": True})
    assert compiled.string == "plain.b IN (:b_1_1, :b_1_2)" and compiled.params == {"b_1_1": 1, "b_1_2": 2}


def test_schemas_are_translated():
    table = sa.table("t", sa.column("a"), schema="old")
    compiled = sa.select(table.c.a).compile(dialect=PG, schema_translate_map={"old": "young", None: "x"})
    assert " ".join(compiled.string.split()) == "SELECT young.t.a FROM young.t"


# ---- truth and identity


def test_equality_of_columns_is_identity():
    assert users.c.id == users.c.id
    assert not users.c.id == users.c.name
    assert users.c.id != users.c.name
    assert users.c.id in [users.c.name, users.c.id] and users.c.id not in [users.c.name]
    assert len({users.c.id, users.c.id, users.c.name}) == 2


@pytest.mark.parametrize(
    "element", [users.c.id > 5, users.c.id, users.c.id + 1, users.alias(), sa.select(users), sa.text("x"), sa.true()]
)
def test_other_elements_have_no_truth(element):
    with pytest.raises(TypeError, match="Boolean value of this clause is not defined"):
        bool(element)


def test_names_do_not_run_into_each_other():
    """Values whose parameters are made and thrown away have names of their own."""
    for _ in range(200):
        compiled = sa.and_(plain.c.b.in_([1]), plain.c.b.in_([2]), plain.c.b == 3).compile()
        assert sorted(compiled.params) == ["b_1", "b_2", "b_3"]


def test_long_names_are_cut():
    table = sa.table("t" * 50, sa.column("c" * 50, sa.Integer))
    text = sa.select(table.c[0] + 1).where(table.c[0] == 5).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    assert ":%s_1" % ("c" * 50) in text.compile(dialect=PG).string
    both = sa.select(table).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL).compile(dialect=PG).string
    assert "AS %s_1 " % ("t" * 50 + "_" + "c" * 6) in both


# ---- errors


@pytest.mark.parametrize(
    "make, kind, message",
    [
        (lambda: sa.select(users).where("x = 1"), exc.ArgumentError, "should be explicitly declared as text"),
        (lambda: sa.select("name"), exc.ArgumentError, "Textual column expression 'name'"),
        (lambda: sa.select([users, "name"]), exc.ArgumentError, "Textual column expression 'name'"),
        (lambda: users.c.id.in_(5), exc.ArgumentError, "IN expression list"),
        (lambda: users.c.id.in_("ab"), exc.ArgumentError, "IN expression list"),
        (lambda: users.c.id > None, exc.ArgumentError, "can be used with None/True/False"),
        (lambda: users.c.id[0], NotImplementedError, "Operator 'getitem' is not supported"),
        (lambda: users.join(made), exc.NoForeignKeysError, "Can't find any foreign key relationships"),
        (lambda: str(users.update().values(nope=1)), exc.CompileError, "Unconsumed column names: nope"),
        (lambda: str(plain.insert().values(nope=1)), exc.CompileError, "Unconsumed column names: nope"),
        (lambda: sa.text(":a").bindparams(b=1), exc.ArgumentError, "doesn't define a bound parameter named 'b'"),
        (lambda: str(sa.select(users.c.id).order_by("nope")), exc.CompileError, "Can't resolve label reference"),
        (lambda: sa.any_(users.c.id) + 1, exc.ArgumentError, "Only comparison operators"),
        (lambda: str(sa.union(sa.select(users.c.id), sa.select(users))), exc.CompileError, "identical numbers of col"),
        (lambda: sa.select(nope=1), exc.ArgumentError, "Unknown arguments"),
        (lambda: users.insert().values([{"id": 1}]).values(id=1), exc.InvalidRequestError, "Can't mix"),
        (
            lambda: str(plain.update().where(plain.c.a == sa.bindparam("a")).values(a=1)),
            exc.CompileError,
            "is reserved for automatic usage",
        ),
        (lambda: str(sa.select(users.c.id).join(made, made.c.id == 1).join(plain)), exc.NoForeignKeysError, "find any"),
    ],
)
def test_errors(make, kind, message):
    with pytest.raises(kind, match=message):
        make()


# ---- @compiles


class utcnow(expression.FunctionElement):
    type = sa.DateTime()
    name = "utcnow"
    inherit_cache = True


@compiles(utcnow)
def _utcnow(element, compiler, **kw):
    return "UTC()"


@compiles(utcnow, "postgresql")
def _utcnow_postgresql(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"


class CopyInto(expression.Executable, expression.ClauseElement):
    inherit_cache = False

    def __init__(self, table, select):
        self.table, self.select = table, select


@compiles(CopyInto)
def _copy_into(element, compiler, **kw):
    return "COPY %s (%s) -- %s %s" % (
        compiler.process(element.table, asfrom=True, **kw),
        compiler.process(element.select, **kw),
        compiler.dialect.name,
        compiler.preparer.quote("Q"),
    )


class Unwritten(expression.ColumnElement):
    inherit_cache = True


def test_elements_of_ones_own():
    assert flat(utcnow()) == "UTC()" and flat(utcnow(), LITE) == "UTC()"
    assert flat(utcnow(), PG) == "TIMEZONE('utc', CURRENT_TIMESTAMP)"
    assert flat(sa.select(utcnow())) == "SELECT UTC() AS utcnow_1"
    assert flat(plain.insert().values(a=utcnow())) == "INSERT INTO plain (a) VALUES (UTC())"
    statement = CopyInto(plain, sa.select(plain.c.a).where(plain.c.b == 5))
    assert flat(statement, LITE) == 'COPY plain (SELECT plain.a FROM plain WHERE plain.b = :b_1) -- sqlite "Q"'
    with pytest.raises(exc.UnsupportedCompilationError):
        str(Unwritten())


def test_sql_of_a_known_element_is_changed_and_changed_back():
    statement = plain.insert().values(a=1)
    before = flat(statement, LITE)

    @compiles(expression.Insert, "sqlite")
    def ignore(element, compiler, **kw):
        return compiler.visit_insert(element.prefix_with("OR IGNORE"), **kw)

    try:
        assert flat(statement, LITE) == before.replace("INSERT", "INSERT OR IGNORE")
        assert flat(statement, PG) == before
    finally:
        deregister(expression.Insert)
    assert flat(statement, LITE) == before


def test_elements_of_a_database_show_without_one():
    from sqlalchemy.dialects import mysql, postgresql

    assert flat(postgresql.array([1, 2])) == "ARRAY[:param_1, :param_2]"
    statement = postgresql.insert(plain).values(a=1).on_conflict_do_update(index_elements=["a"], set_={"b": 2})
    assert flat(statement) == "INSERT INTO plain (a) VALUES (:a) ON CONFLICT (a) DO UPDATE SET b = :param_1"
    assert statement.compile().params == {"a": 1, "param_1": 2}
    statement = mysql.insert(plain).values(a=1).on_duplicate_key_update(b=2)
    assert flat(statement) == "INSERT INTO plain (a) VALUES (:a) ON DUPLICATE KEY UPDATE b = :param_1"


# ---- types of one's own


class Loud(sa.TypeDecorator):
    impl = sa.String
    cache_ok = True

    class comparator_factory(sa.String.Comparator):
        def __eq__(self, other):
            return sa.func.upper(self.expr) == sa.func.upper(other)

        def sounds(self, other):
            return self.op("SOUNDS LIKE")(other)

    def process_bind_param(self, value, dialect):
        return value and value.upper()


class Shape(sa.types.UserDefinedType):
    def get_col_spec(self, **kw):
        return "SHAPE"

    def bind_expression(self, bindvalue):
        return sa.func.to_shape(bindvalue, type_=self)

    def column_expression(self, column):
        return sa.func.from_shape(column, type_=self)


def test_comparators():
    column = sa.column("x", Loud)
    assert flat(column == "y") == "upper(x) = upper(:upper_1)"
    assert flat(column.sounds("y")) == "x SOUNDS LIKE :x_1"
    assert wire(column < "y") == ("x < :x_1", {"x_1": "Y"})
    with pytest.raises(AttributeError):
        column.nothing


def test_types_that_wrap():
    table = sa.table("g", sa.column("id", sa.Integer), sa.column("shape", Shape()))
    assert flat(sa.select(table)) == "SELECT g.id, from_shape(g.shape) AS shape FROM g"
    assert flat(table.insert().values(shape="p")) == "INSERT INTO g (shape) VALUES (to_shape(:shape))"
    assert flat(table.c.shape == "x") == "g.shape = to_shape(:shape_1)"
    assert wire(table.c.shape.in_(["x", "y"]))[0] == "g.shape IN (to_shape(:shape_1_1), to_shape(:shape_1_2))"


# ---- mapped classes, by convention


class Attribute:
    def __init__(self, column):
        self.column = column

    def __clause_element__(self):
        return self.column


class Model:
    __table__ = plain
    a = Attribute(plain.c.a)
    renamed = Attribute(plain.c.b)


def test_mapped_classes_stand_for_tables_and_columns():
    assert flat(sa.select(Model)) == "SELECT plain.a, plain.b FROM plain"
    statement = sa.select(Model.a).where(plain.c.a == Model.renamed)
    assert flat(statement) == "SELECT plain.a FROM plain WHERE plain.a = plain.b"
    assert flat(sa.select(sa.func.count()).select_from(Model)) == "SELECT count(*) AS count_1 FROM plain"
    assert flat(sa.insert(Model).values(a=1)) == "INSERT INTO plain (a) VALUES (:a)"
    assert flat(sa.update(Model).values({Model.a: 1})) == "UPDATE plain SET a=:a"
    assert flat(sa.delete(Model).filter_by(a=1)) == "DELETE FROM plain WHERE plain.a = :a_1"


# ---- walking, copying, collections


def test_walking():
    condition = sa.and_(users.c.id == 5, users.c.name.in_(["x"]))
    assert [element.__visit_name__ for element in visitors.iterate(condition)] == [
        "expression_clauselist",
        "binary",
        "column",
        "bindparam",
        "binary",
        "column",
        "bindparam",
    ]
    seen = []
    visitors.traverse(condition, {}, {"column": seen.append})
    assert [column.name for column in seen] == ["id", "name"]
    alias = users.alias("z")
    moved = visitors.replacement_traverse(condition, {}, lambda e: alias.c.get(e.key) if e in users.c else None)
    assert flat(moved) == "z.id = :id_1 AND z.name IN (__[POSTCOMPILE_name_1])"
    assert flat(condition).startswith("users.id")


def test_params_make_copies():
    statement = sa.select(plain.c.a).where(plain.c.b == sa.bindparam("n"))
    assert statement.params(n=5).compile().params == {"n": 5}
    assert statement.compile().params == {"n": None}
    text = sa.text("x = :n")
    assert text.params(n=5).compile().params == {"n": 5} and text.compile().params == {"n": None}


def test_methods_make_copies():
    first = sa.select(plain.c.a)
    second = first.where(plain.c.b == 5).order_by(plain.c.a).limit(1)
    assert flat(first) == "SELECT plain.a FROM plain" and "LIMIT" in flat(second)
    insert = plain.insert()
    assert insert.values(a=1) is not insert and insert._values is None


def test_columns_of_tables_and_subqueries():
    assert users.c.keys()[-1] == "kk" and users.c.kk.name == "k" and "kk" in users.c and "k" not in users.c
    assert users.c[0] is users.c.id is users.columns["id"] and len(users.c) == 7
    with pytest.raises(AttributeError):
        users.c.nope
    with pytest.raises(KeyError):
        users.c["nope"]
    subquery = sa.select(users.c.id, users.c.kk, sa.func.now().label("n")).subquery()
    assert subquery.c.keys() == ["id", "kk", "n"]
    assert subquery.c.corresponding_column(users.c.id) is subquery.c.id
    assert sa.select(users.c.id, made.c.id).subquery().c.keys() == ["id", "id_1"]


def test_types_of_expressions():
    date, moment = sa.column("d", sa.Date), sa.column("m", sa.DateTime)
    for element, name in (
        (users.c.id + 1, "Integer"),
        (users.c.id + 1.5, "Numeric"),
        (users.c.name + "x", "String"),
        (users.c.id == 1, "Boolean"),
        (date - date, "Integer"),
        (moment - moment, "Interval"),
        (date + datetime.timedelta(1), "DateTime"),
        (sa.func.max(users.c.name), "String"),
        (sa.case((users.c.id == 1, "x")), "String"),
        (sa.select(users.c.at).scalar_subquery(), "DateTime"),
    ):
        assert type(element.type).__name__ == name, element


def test_operators_are_functions():
    assert flat(operators.like_op(users.c.name, "x")) == "users.name LIKE :name_1"
    assert flat(operators.eq(users.c.id, 5)) == "users.id = :id_1"
    custom = operators.custom_op("@@@", precedence=9)
    assert flat(custom(users.c.id, 5) + 1) == "users.id @@@ :id_1 + :param_1"
