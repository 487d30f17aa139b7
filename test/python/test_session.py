"""Sessions: objects of mapped classes, on an engine and on the connection of a run."""

import datetime

import pytest
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Table, create_engine, delete, exc, func, select
from sqlalchemy import text, update
from sqlalchemy.orm import Session, aliased, declarative_base, load_only, relationship, scoped_session, sessionmaker
from sqlalchemy.orm import exc as orm_exc
from sqlite_fixtures import engine as channel  # noqa: F401
from sqlite_fixtures import forget_statements

Base = declarative_base()

tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class Author(Base):
    __tablename__ = "authors"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    made = Column(DateTime, default=datetime.datetime(2026, 1, 31))
    mood = Column(String, server_default="calm")
    posts = relationship("Post", back_populates="author", order_by="Post.id")


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    title = Column(String)
    author_id = Column(Integer, ForeignKey("authors.id"))
    author = relationship("Author", back_populates="posts")
    tags = relationship("Tag", secondary=tags, backref="posts")
    notes = relationship("Note", cascade="all, delete-orphan", backref="post")


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    post_id = Column(Integer, ForeignKey("posts.id"))
    body = Column(String)


class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Node(Base):
    __tablename__ = "nodes"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    parent_id = Column(Integer, ForeignKey("nodes.id"))
    children = relationship("Node")


@pytest.fixture
def connection(channel, tmp_path):  # noqa: F811
    made = create_engine("sqlite:///%s" % (tmp_path / "test.db"))
    with made.begin() as connection:
        Base.metadata.create_all(connection)
    with made.connect() as connection:
        yield connection


@pytest.fixture
def session(connection):
    with Session(bind=connection.engine) as made:
        yield made


def filled(session):
    """Two authors, three posts."""
    anna, ben = Author(name="anna"), Author(name="ben")
    session.add_all([anna, ben])
    anna.posts = [Post(title="a1"), Post(title="a2")]
    ben.posts.append(Post(title="b1"))
    session.commit()
    return anna, ben


def rows(session, sql):
    return [tuple(row) for row in session.execute(text(sql))]


# ---- writing


def test_add(session):
    author = Author(name="anna")
    session.add(author)
    assert author in session and author in session.new and author.id is None
    session.flush()
    assert author.id == 1 and author.made == datetime.datetime(2026, 1, 31) and not session.new
    assert author.mood == "calm"  # made by the database
    session.commit()
    assert rows(session, "select id, name, mood from authors") == [(1, "anna", "calm")]


def test_changes(session):
    anna, ben = filled(session)
    anna.name = "Anna"
    assert session.dirty == [anna] and session.is_modified(anna)
    session.commit()
    assert rows(session, "select name from authors order by id") == [("Anna",), ("ben",)]
    ben.name = "x"
    session.rollback()
    assert ben.name == "ben" and not session.dirty


def test_only_what_has_changed_is_written(session, channel):  # noqa: F811
    anna, _ = filled(session)
    anna.name = anna.name
    forget_statements(channel)
    session.flush()
    assert not [one for one in channel.call("statements")["statements"] if "UPDATE" in one]
    anna.name = "A"
    session.flush()
    assert [one for one in channel.call("statements")["statements"] if "UPDATE" in one] == [
        "UPDATE authors SET name=:name WHERE authors.id = :id_1"]


def test_delete(session):
    anna, ben = filled(session)
    session.delete(ben)
    session.commit()
    assert rows(session, "select id, author_id from posts order by id") == [(1, 1), (2, 1), (3, None)]
    assert ben not in session and session.query(Author).count() == 1
    with pytest.raises(exc.InvalidRequestError, match="not persisted"):
        session.delete(Author())


def test_relationships_fill_foreign_keys(session):
    post = Post(title="p", author=Author(name="anna"), tags=[Tag(name="t1"), Tag(name="t2")])
    session.add(post)
    session.commit()
    assert post.author_id == post.author.id == 1
    assert rows(session, "select post_id, tag_id from post_tags order by 2") == [(1, 1), (1, 2)]
    post.author = None
    del post.tags[0]
    session.commit()
    assert rows(session, "select author_id from posts") == [(None,)]
    assert rows(session, "select post_id, tag_id from post_tags") == [(1, 2)]


def test_collections(session):
    anna, ben = filled(session)
    assert [post.title for post in anna.posts] == ["a1", "a2"]
    moved = anna.posts[0]
    anna.posts.remove(moved)
    ben.posts.append(moved)
    session.commit()
    assert rows(session, "select id, author_id from posts order by id") == [(1, 2), (2, 1), (3, 2)]


def test_cascades(session):
    post = Post(title="p", notes=[Note(body="n1"), Note(body="n2")])
    session.add(post)
    session.commit()
    post.notes.remove(post.notes[0])
    session.commit()
    assert rows(session, "select body from notes") == [("n2",)]
    session.delete(post)
    session.commit()
    assert rows(session, "select count(*) from notes") == [(0,)]


def test_a_tree_is_written_from_its_root(session):
    leaf = Node(name="leaf")
    session.add(Node(name="root", children=[Node(name="inner", children=[leaf])]))
    session.commit()
    assert rows(session, "select name, parent_id from nodes order by id") == [("root", None), ("inner", 1), ("leaf", 2)]


def test_an_object_of_another_session(session, connection):
    author = Author(name="x")
    session.add(author)
    with Session(connection.engine) as other:
        with pytest.raises(exc.InvalidRequestError, match="already attached"):
            other.add(author)
    with pytest.raises(orm_exc.UnmappedInstanceError):
        session.add(object())


def test_merge(session, connection):
    anna, _ = filled(session)
    merged = session.merge(Author(id=anna.id, name="new"))
    assert merged is anna
    session.commit()
    other = session.merge(Author(id=77, name="made"))
    session.commit()
    assert other.id == 77 and anna.name == "new"


def test_stale(session):
    anna, _ = filled(session)
    anna.name
    session.execute(text("delete from authors"))
    anna.name = "x"
    with pytest.raises(orm_exc.StaleDataError, match="authors"):
        session.flush()


def test_in_bulk(session, channel):  # noqa: F811
    session.bulk_insert_mappings(Author, [{"name": "a"}, {"name": "b"}, {"name": "c", "mood": "wild"}])
    session.bulk_save_objects([Author(name="d"), Author(name="e")])
    session.bulk_update_mappings(Author, [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}])
    session.commit()
    assert rows(session, "select name, mood from authors order by id") == [
        ("A", "calm"), ("B", "calm"), ("c", "wild"), ("d", "calm"), ("e", "calm")]
    inserts = [one for one in channel.call("statements")["statements"] if one.startswith("INSERT")]
    assert len(inserts) == 3  # rows of the same columns go together


# ---- reading


def test_identity(session):
    anna, _ = filled(session)
    assert session.get(Author, anna.id) is anna is session.query(Author).filter_by(name="anna").one()
    assert session.get(Author, 99) is None and session.query(Author).get(99) is None
    assert session.scalars(select(Author).order_by(Author.id)).first() is anna
    with pytest.raises(exc.NoResultFound):
        session.get_one(Author, 99)


def test_query(session):
    anna, ben = filled(session)
    query = session.query(Author)
    assert query.order_by(Author.name.desc()).all() == [ben, anna]
    assert query.filter(Author.name == "ben").first() is ben and query.filter(Author.name == "x").first() is None
    assert query.filter(Author.id.in_([1, 2])).count() == 2 and query.limit(1).count() == 1
    assert query.order_by(Author.id).offset(1).all() == [ben] == query.order_by(Author.id)[1:2]
    assert query.order_by(Author.id)[0] is anna and list(query.order_by(Author.id)) == [anna, ben]
    assert session.query(Author.name).order_by(Author.id).all() == [("anna",), ("ben",)]
    assert session.query(Author.name).order_by(Author.id).first().name == "anna"
    assert session.query(func.count(Author.id)).scalar() == 2
    assert session.query(Author, Post).join(Post).filter(Post.title == "b1").all() == [(ben, session.get(Post, 3))]
    assert session.query(Author).join(Author.posts).filter(Post.title == "a2").all() == [anna]
    assert session.query(Author).outerjoin(Post).filter(Post.id.is_(None)).all() == []
    assert session.query(Author.name, func.count(Post.id)).join(Post, Post.author_id == Author.id).group_by(
        Author.name).having(func.count(Post.id) > 1).all() == [("anna", 2)]
    assert session.query(Author).with_entities(Author.id).order_by(Author.id).all() == [(1,), (2,)]
    inner = session.query(Post.author_id).filter(Post.title == "b1").subquery()
    assert session.query(Author).filter(Author.id == inner.c.author_id).one() is ben
    assert session.query(session.query(Author).filter_by(name="ben").exists()).scalar()
    other = aliased(Author)
    assert session.query(Author.name, other.name).filter(Author.id < other.id).all() == [("anna", "ben")]
    assert session.query(other).filter(other.name == "ben").one() is ben
    assert query.distinct().order_by(Author.id).yield_per(1).all() == [anna, ben]
    with pytest.raises(exc.MultipleResultsFound):
        query.one()
    with pytest.raises(exc.NoResultFound):
        query.filter_by(name="x").one()
    assert query.filter_by(name="x").one_or_none() is None


def test_joined_along_a_table_between(session):
    session.add(Post(title="p", tags=[Tag(name="t1"), Tag(name="t2")]))
    session.add(Post(title="q"))
    session.flush()
    assert [post.title for post in session.query(Post).join(Post.tags).filter(Tag.name == "t2")] == ["p"]
    assert session.query(Post).filter(Post.tags.any(Tag.name == "t1")).count() == 1
    assert [tag.name for tag in session.query(Post).filter_by(title="p").one().tags] == ["t1", "t2"]
    assert session.query(Tag).filter_by(name="t1").one().posts[0].title == "p"


def test_select_of_classes(session):
    anna, ben = filled(session)
    assert session.execute(select(Author).where(Author.name == "ben")).scalar_one() is ben
    row = session.execute(select(Author, Post.title).join(Post, Post.author_id == Author.id).order_by(Post.id)).first()
    assert row.Author is anna and row.title == "a1" and row == (anna, "a1")
    assert session.execute(select(Author.id, Author.name).order_by(Author.id)).all() == [(1, "anna"), (2, "ben")]
    assert session.scalar(select(func.count()).select_from(Author)) == 2
    assert session.execute(select(Author.__table__.c.id)).scalars().all() == [1, 2]


def test_update_and_delete(session):
    anna, ben = filled(session)
    assert session.query(Author).filter(Author.name == "anna").update({"name": "A"}) == 1 and anna.name == "A"
    assert session.query(Author).update({Author.mood: "wild"}, synchronize_session=False) == 2 and ben.mood == "wild"
    assert session.query(Post).filter(Post.author_id == 1).delete(synchronize_session="fetch") == 2
    assert session.execute(update(Author).where(Author.id == 2).values(name="B")).rowcount == 1 and ben.name == "B"
    assert session.execute(delete(Post)).rowcount == 1
    assert session.query(Post).count() == 0 and anna.posts == []


def test_pending_objects_are_written_before_a_query(session):
    session.add(Author(name="x"))
    assert session.query(Author).count() == 1
    session.add(Author(name="y"))
    with session.no_autoflush:
        assert session.query(Author).count() == 1


def test_load_only(session, channel):  # noqa: F811
    """A model of today may have columns that the table of this revision lacks."""
    filled(session)
    session.expunge_all()
    session.execute(text("alter table authors drop column mood"))
    found = session.query(Author).options(load_only(Author.id, Author.name)).order_by(Author.id).all()
    assert [one.name for one in found] == ["anna", "ben"]
    with pytest.raises(exc.OperationalError, match="mood"):
        session.query(Author).all()


def test_expired_values_are_loaded_again(session):
    anna, _ = filled(session)
    assert anna.name == "anna"
    session.execute(text("update authors set name = 'changed'"))
    assert anna.name == "anna"
    session.refresh(anna)
    assert anna.name == "changed"
    session.execute(text("update authors set name = 'again'"))
    session.expire(anna)
    assert anna.name == "again"
    session.execute(text("delete from authors"))
    session.expire_all()
    with pytest.raises(orm_exc.ObjectDeletedError):
        anna.name


def test_detached(session):
    anna, _ = filled(session)
    name = anna.name
    session.close()
    assert anna not in session and anna.name == name
    with pytest.raises(orm_exc.DetachedInstanceError):
        anna.mood if "mood" not in anna.__dict__ else session.expire(anna) or anna.mood


# ---- transactions


def test_makers(connection):
    maker = sessionmaker(bind=connection.engine, expire_on_commit=False)
    with maker.begin() as session:
        session.add(Author(name="a"))
    with maker() as session:
        with session.begin():
            session.add(Author(name="b"))
        with pytest.raises(ZeroDivisionError):
            with session.begin():
                session.add(Author(name="c"))
                1 / 0
        assert session.query(Author).count() == 2
    scoped = scoped_session(maker)
    assert scoped() is scoped() and scoped.query(Author).count() == 2
    scoped.remove()
    with pytest.raises(exc.UnboundExecutionError):
        Session().query(Author).all()


def test_an_engines_session_undoes_what_was_not_committed(connection):
    with Session(connection.engine) as session:
        session.add(Author(name="a"))
        session.flush()
    with Session(connection.engine) as session:
        assert session.query(Author).count() == 0


def test_nested(session):
    session.add(Author(name="a"))
    with session.begin_nested():
        session.add(Author(name="b"))
    with pytest.raises(ZeroDivisionError):
        with session.begin_nested():
            session.add(Author(name="c"))
            1 / 0
    session.commit()
    assert rows(session, "select name from authors order by 1") == [("a",), ("b",)]


@pytest.mark.parametrize(
    "end, left",
    [
        (lambda session: None, ["run", "session"]),
        (lambda session: session.close(), ["run", "session"]),
        (lambda session: session.commit(), ["run", "session"]),
        (lambda session: (session.commit(), session.close()), ["run", "session"]),
        (lambda session: session.rollback(), ["run"]),
        (lambda session: (session.rollback(), session.close()), ["run"]),
    ],
)
@pytest.mark.parametrize("joined", [True, False])
def test_in_a_run(connection, end, left, joined):
    """What a session does on op.get_bind() is the run's to commit; only rollback() undoes it, and nothing else."""
    if joined:
        connection._call("begin")
        connection.join_run()
    else:
        connection.begin()
    connection.execute(text("insert into authors (name) values ('run')"))
    session = Session(bind=connection)
    session.add(Author(name="session"))
    session.flush()
    end(session)
    if joined:
        connection._call("commit")
        connection.leave_run()
    else:
        connection.get_transaction().commit()
    connection.rollback()
    assert connection.execute(text("select name from authors order by 1")).scalars().all() == left


def test_rollback_keeps_what_was_committed_before(connection):
    connection.begin()
    session = Session(connection)
    session.add(Author(name="a"))
    session.commit()
    session.add(Author(name="b"))
    session.rollback()
    session.add(Author(name="c"))
    session.commit()
    connection.get_transaction().commit()
    assert connection.execute(text("select name from authors order by 1")).scalars().all() == ["a", "c"]


def test_what_others_do_meanwhile_is_not_undone(connection):
    """A session that has only read gives its savepoint up when the script works on the connection itself."""
    connection.begin()
    session = Session(connection)
    assert session.query(Author).all() == []
    connection.execute(text("insert into authors (name) values ('others')"))
    session.add(Author(name="gone"))
    session.flush()
    session.rollback()
    other = Session(connection)
    session.add(Author(name="kept"))
    session.flush()
    other.add(Author(name="too"))
    other.flush()
    session.commit()
    other.commit()
    connection.get_transaction().commit()
    assert connection.execute(text("select name from authors order by 1")).scalars().all() == ["kept", "others", "too"]
