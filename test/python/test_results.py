"""Results and rows, in the manners of SQLAlchemy 1.4 and 2.0."""

import pickle

import pytest
from sqlalchemy import create_engine, exc, text
from sqlalchemy.engine.result import IteratorResult
from sqlalchemy.engine.row import row_class
from sqlite_fixtures import engine  # noqa: F401


@pytest.fixture
def connection(engine):  # noqa: F811
    with create_engine("sqlite://").connect() as made:
        made.execute(text("create table t (a integer primary key, b text)"))
        made.execute(text("insert into t (b) values (:b)"), [{"b": "x%d" % n} for n in range(1, 251)])
        yield made


def select(connection, limit=3):
    return connection.execute(text("select a, b from t order by a limit %d" % limit))


ALL = [(1, "x1"), (2, "x2"), (3, "x3")]


@pytest.mark.parametrize(
    "take, expected",
    [
        (lambda r: r.all(), ALL),
        (lambda r: r.fetchall(), ALL),
        (lambda r: list(r), ALL),
        (lambda r: [row for row in r.yield_per(2)], ALL),
        (lambda r: (r.fetchone(), r.fetchone(), r.fetchone(), r.fetchone()), tuple(ALL) + (None,)),
        (lambda r: (r.fetchmany(2), r.fetchmany(2), r.fetchmany(2)), (ALL[:2], ALL[2:], [])),
        (lambda r: r.fetchmany(), ALL[:1]),
        (lambda r: r.first(), ALL[0]),
        (lambda r: r.scalar(), 1),
        (lambda r: r.scalars().all(), [1, 2, 3]),
        (lambda r: r.scalars(1).all(), ["x1", "x2", "x3"]),
        (lambda r: r.scalars("b").first(), "x1"),
        (lambda r: [dict(m) for m in r.mappings()], [{"a": a, "b": b} for a, b in ALL]),
        (lambda r: r.mappings().first()["b"], "x1"),
        (lambda r: r.columns("b").all(), [("x1",), ("x2",), ("x3",)]),
        (lambda r: r.columns(1, "a").first(), ("x1", 1)),
        (lambda r: list(r.partitions(2)), [ALL[:2], ALL[2:]]),
        (lambda r: list(r.keys()), ["a", "b"]),
        (lambda r: next(r), ALL[0]),
        (lambda r: r.unique(lambda row: row.a % 2).all(), ALL[:2]),
        (lambda r: r.scalars().unique(lambda a: a > 1).all(), [1, 2]),
        (lambda r: r.returns_rows, True),
        (lambda r: r.freeze()().all(), ALL),
    ],
)
def test_ways_to_take_rows(connection, take, expected):
    assert take(select(connection)) == expected


@pytest.mark.parametrize(
    "method, of_none, of_one, of_two",
    [
        ("first", None, (1, "x1"), (1, "x1")),
        ("one", exc.NoResultFound, (1, "x1"), exc.MultipleResultsFound),
        ("one_or_none", None, (1, "x1"), exc.MultipleResultsFound),
        ("scalar", None, 1, 1),
        ("scalar_one", exc.NoResultFound, 1, exc.MultipleResultsFound),
        ("scalar_one_or_none", None, 1, exc.MultipleResultsFound),
    ],
)
def test_how_many_rows(connection, method, of_none, of_one, of_two):
    for limit, expected in ((0, of_none), (1, of_one), (2, of_two)):
        take = getattr(select(connection, limit), method)
        if isinstance(expected, type):
            with pytest.raises(expected):
                take()
        else:
            assert take() == expected


def test_rows_come_in_pieces(connection, engine):  # noqa: F811
    """The engine of the tests gives 100 rows at once."""
    result = select(connection, 250)
    assert [result.fetchone().a for _ in range(99)] == list(range(1, 100))
    assert [row.a for row in result.fetchmany(3)] == [100, 101, 102]
    assert [row.a for row in result] == list(range(103, 251))
    assert result.fetchone() is None and result.all() == []
    assert len(select(connection, 250).all()) == 250
    assert [len(part) for part in select(connection, 250).partitions(120)] == [120, 120, 10]


def test_rows_that_nobody_takes_are_given_up(connection, engine):  # noqa: F811
    first = select(connection, 250)
    assert first.first().a == 1
    assert engine.call("statements")["results"] == 0
    forgotten = select(connection, 250)
    assert engine.call("statements")["results"] == 1
    del forgotten
    connection.execute(text("select 1"))
    assert engine.call("statements")["results"] == 0


def test_a_row(connection):
    row = select(connection).first()
    assert (row.a, row[1], row[-1], row["a"], row[0:1]) == (1, "x1", "x1", 1, (1,))
    a, b = row
    assert (a, b) == row == (1, "x1") and row != (1, "x2") and row < (2, "") and hash(row) == hash((1, "x1"))
    assert row._mapping["b"] == "x1" and dict(row._mapping) == row._asdict() == {"a": 1, "b": "x1"}
    assert "a" in row and "x1" in row and "nope" not in row
    assert row._fields == ("a", "b") and row.keys() == ["a", "b"] and row.values() == [1, "x1"]
    assert row.items() == [("a", 1), ("b", "x1")] and row.get("b") == "x1" and row.get("z", 5) == 5
    assert len(row) == 2 and repr(row) == "(1, 'x1')" and tuple(row) == row.tuple() == row.t
    assert isinstance(row, tuple) and pickle.loads(pickle.dumps(row)).b == "x1"
    with pytest.raises(exc.NoSuchColumnError):
        row["z"]
    with pytest.raises(AttributeError, match="'z'"):
        row.z
    with pytest.raises(IndexError):
        row[2]
    with pytest.raises(KeyError):
        row._mapping["z"]


def test_a_row_by_the_column_itself(connection):
    from sqlalchemy import column

    row = select(connection).first()
    assert row[column("b")] == "x1" and row._mapping[column("a")] == 1 and column("b") in row._mapping
    assert column("z") not in row._mapping


def test_a_mapping(connection):
    mapping = select(connection).mappings().first()
    assert mapping == {"a": 1, "b": "x1"} and mapping != {"a": 1} and len(mapping) == 2 and list(mapping) == ["a", "b"]
    assert {**mapping} == {"a": 1, "b": "x1"} and mapping.get("z") is None and list(mapping.items()) == [("a", 1), ("b", "x1")]
    assert mapping.keys() == {"a", "b"} and mapping.keys() == ["a", "b"] and list(mapping.values()) == [1, "x1"]


def test_columns_of_one_name(connection):
    row = connection.execute(text("select 1 as a, 2 as a, 3 as b")).first()
    assert tuple(row) == (1, 2, 3) and row.b == 3
    for ask in (lambda: row.a, lambda: row["a"], lambda: row._mapping["a"]):
        with pytest.raises(exc.InvalidRequestError, match="Ambiguous"):
            ask()


def test_names_that_tuples_have_too():
    row = row_class(("count", "index", "keys", "_mapping"))((1, 2, 3, 4))
    assert (row.count, row.index, row.keys) == (1, 2, 3)
    assert row._mapping["_mapping"] == 4


def test_what_a_change_gives(connection):
    inserted = connection.execute(text("insert into t (b) values ('new')"))
    assert inserted.lastrowid == 251 and inserted.rowcount == 1 and not inserted.returns_rows
    assert connection.execute(text("update t set b = 'y' where a < 4")).rowcount == 3
    assert connection.execute(text("delete from t where a = 1000")).rowcount == 0
    for take in ("all", "first", "fetchone", "scalar"):
        with pytest.raises(exc.ResourceClosedError, match="does not return rows"):
            getattr(inserted, take)()


def test_a_closed_result(connection):
    result = select(connection)
    result.close()
    with pytest.raises(exc.ResourceClosedError):
        result.all()
    assert result.closed


def test_a_result_of_rows_that_are_there():
    result = IteratorResult(["a", "b"], [(1, 2), (3, 4)])
    assert result.first().b == 2
    assert IteratorResult(["a"], [([1],), ([1],), ([2],)]).unique().scalars().all() == [[1], [2]]


def test_a_cursor_of_a_driver(connection):
    cursor = connection.connection.cursor()
    cursor.execute("select a, b from t where a < ? order by a", (3,))
    assert [one[0] for one in cursor.description] == ["a", "b"]
    assert cursor.fetchone() == (1, "x1") and cursor.fetchall() == [(2, "x2")] and type(cursor.description[0]) is tuple
    cursor.execute("select count(*) from t where b like 'x%%' or b like %s", ("y",))
    assert cursor.fetchone() == (250,)
    cursor.executemany("insert into t (b) values (?)", [("p",), ("q",)])
    assert cursor.rowcount == 2 and cursor.description is None
