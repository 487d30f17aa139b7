"""The fixture `engine`, for tests to import: a conversation with sqlite_engine.py."""

import os
import pathlib

import pytest

PROGRAM = pathlib.Path(__file__).resolve().parent / "sqlite_engine.py"


@pytest.fixture
def engine(monkeypatch):
    """The channel to an engine of the test's own, over sqlite3."""
    from limbeck import channel as channels

    monkeypatch.delenv("LIMBECK_HOST_FD", raising=False)
    monkeypatch.setenv("LIMBECK", os.environ.get("LIMBECK_TEST_PROGRAM", str(PROGRAM)))
    monkeypatch.setattr(channels, "_channel", None)
    yield channels.channel()
    channels.channel().close()


def forget_statements(channel):
    """What was executed until now does not count. (The real program, LIMBECK_TEST_PROGRAM, does not note it.)"""
    from limbeck.channel import EngineError

    try:
        channel.call("statements")
    except EngineError:
        assert "LIMBECK_TEST_PROGRAM" in os.environ
