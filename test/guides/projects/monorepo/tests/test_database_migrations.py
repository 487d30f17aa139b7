import os

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text


@pytest.fixture
def config(monkeypatch):
    if "TEST_DATABASE_URL" in os.environ:
        monkeypatch.setenv("DATABASE_URL", os.environ["TEST_DATABASE_URL"])
    return Config("alembic.ini")


@pytest.fixture
def engine(config):
    return create_engine(os.environ["DATABASE_URL"].replace("+asyncpg", "").replace("+aiosqlite", ""))


def test_upgrade_and_downgrade(config, engine):
    command.upgrade(config, "head")
    columns = {column["name"]: column for column in inspect(engine).get_columns("products")}
    assert list(columns) == ["id", "name", "price"]
    assert not columns["price"]["nullable"]
    command.downgrade(config, "base")
    assert "products" not in inspect(engine).get_table_names()


def test_the_model_fits(config, engine):
    from libs.analytics_core.models import Product

    command.upgrade(config, "head")
    with engine.begin() as connection:
        connection.execute(Product.__table__.insert(), [{"name": "pen", "price": 1.5}, {"name": "ink", "price": 4.25}])
        assert connection.execute(text("SELECT sum(price) FROM products")).scalar() == 5.75
    command.downgrade(config, "base")
