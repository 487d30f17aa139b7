"""Mapped classes in the manner of SQLAlchemy 2, compared with what SQLAlchemy 2 makes of them (model2_expected.json);
and what their attributes and objects do."""

import json
import os
import sys

import pytest
import schema_oracle
import sqlalchemy as sa

pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="tests limbeck's own modules")

CASES = schema_oracle.cases("model2_cases.txt")


@pytest.fixture(scope="module")
def made():
    return schema_oracle.run(CASES, schema_oracle.OURS)


with open(os.path.join(schema_oracle.HERE, "model2_expected.json"), encoding="utf-8") as _file:
    EXPECTED = json.load(_file)


@pytest.mark.parametrize("title", CASES)
def test_as_in_sqlalchemy_2(made, title):
    answer = made[title]
    assert {key: answer[key] for key in EXPECTED[title]} == EXPECTED[title]


def test_python_before_unions():
    """`str | None` in a string is understood by any Python."""
    from sqlalchemy.orm import annotations

    class Here:
        pass

    inner, optional = annotations.split_optional(annotations._by_parts("str | None", Here))
    assert inner is str and optional
    found = annotations._by_parts("Mapped[str | None]", Here)
    assert annotations.split_optional(found.__args__[0]) == (str, True)


@pytest.fixture
def models():
    from sqlalchemy.orm import declarative_base, relationship

    Base = declarative_base()

    class Parent(Base):
        __tablename__ = "parent"
        id = sa.Column(sa.Integer, primary_key=True)
        name = sa.Column("real_name", sa.String)
        children = relationship("Child", back_populates="parent")

    class Child(Base):
        __tablename__ = "child"
        id = sa.Column(sa.Integer, primary_key=True)
        parent_id = sa.Column(sa.ForeignKey("parent.id"))
        parent = relationship("Parent", back_populates="children")

    return Parent, Child


def test_state_notes_changes(models):
    Parent, _ = models
    parent = Parent(id=1)
    state = sa.inspect(parent)
    assert state.transient and set(state.changed) == {"id"}
    state.changed.clear()
    parent.name = "x"
    parent.name = "y"
    assert list(state.changed) == ["name"] and parent.__dict__["name"] == "y"
    assert state.unloaded == {"children"}


def test_mapper(models):
    Parent, Child = models
    mapper = sa.inspect(Parent)
    assert mapper.class_ is Parent and mapper.local_table is Parent.__table__
    assert mapper.column_attrs.keys() == ["id", "name"] and mapper.relationships.keys() == ["children"]
    assert mapper.get_property_by_column(Parent.__table__.c.real_name).key == "name"
    assert [column.name for column in mapper.primary_key] == ["id"]
    assert mapper.identity_key_from_instance(Parent(id=5)) == (Parent, (5,), None)
    assert mapper.get_property("children").local_remote_pairs == [(Parent.__table__.c.id, Child.__table__.c.parent_id)]
    with pytest.raises(sa.exc.InvalidRequestError, match="has no property 'wrong'"):
        mapper.get_property("wrong")


def test_attributes_on_the_class(models):
    Parent, Child = models
    assert str(Parent.name == "x") == "parent.real_name = :real_name_1"
    assert str(Child.parent == Parent(id=3)) == "child.parent_id = :parent_id_1"
    assert str(Child.parent == None) == "child.parent_id IS NULL"  # noqa: E711
    assert Parent.name.property.columns[0] is Parent.__table__.c.real_name
    assert Parent.children.property.mapper.class_ is Child


def test_two_foreign_keys_must_be_told_apart():
    from sqlalchemy.orm import declarative_base, relationship

    Base = declarative_base()

    class A(Base):
        __tablename__ = "a"
        id = sa.Column(sa.Integer, primary_key=True)
        none = relationship("B")

    class B(Base):
        __tablename__ = "b"
        id = sa.Column(sa.Integer, primary_key=True)

    with pytest.raises(sa.exc.NoForeignKeysError, match="relationship A.none"):
        A.__mapper__.get_property("none").mapper


def test_relationship_to_an_unknown_class():
    from sqlalchemy.orm import declarative_base, relationship

    Base = declarative_base()

    class A(Base):
        __tablename__ = "a"
        id = sa.Column(sa.Integer, primary_key=True)
        other = relationship("Nobody")

    with pytest.raises(sa.exc.InvalidRequestError, match="failed to locate a name \\('Nobody'\\)"):
        A.__mapper__.get_property("other").mapper


@pytest.mark.skipif(sys.version_info < (3, 12), reason="`type` statements are of Python 3.12")
def test_type_alias():
    space = {}
    exec("type Short = str", space)
    from sqlalchemy.orm import annotations, registry

    assert isinstance(annotations.resolve(space["Short"], registry()).type, sa.String)
