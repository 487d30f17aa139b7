"""Tables as limbeck's modules make them and as SQLAlchemy does, compared by what is sent to the engine for them."""

import os

import pytest
import schema_oracle

pytestmark = pytest.mark.skipif(bool(os.environ.get("LIMBECK_TEST_REAL")), reason="compares limbeck's own modules")

CASES = {**schema_oracle.cases("schema_cases.txt"), **schema_oracle.cases("model_cases.txt")}


@pytest.fixture(scope="module")
def both():
    """What limbeck's modules and SQLAlchemy make of each case."""
    return schema_oracle.run(CASES, schema_oracle.OURS), schema_oracle.run(CASES, schema_oracle.REAL)


@pytest.mark.parametrize("title", CASES)
def test_as_in_sqlalchemy(both, title):
    ours, real = both
    if title == "quoted names":  # which SQLAlchemy 1.4 does not offer by this name
        assert ours[title]["also"] == [True, True]
    else:
        assert ours[title] == real[title]


def test_cases_do_not_all_fail(both):
    assert sum(isinstance(answer, str) for answer in both[1].values()) < 20
