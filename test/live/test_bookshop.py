"""The example project: its steps run on both databases, and do what its README says."""

import re
import shutil

import pytest

from conftest import ROOT, Program, version_rows

BOOKSHOP = ROOT / "examples" / "bookshop"
IRREVERSIBLE = "7e30b1d9c685"


@pytest.fixture
def bookshop(tmp_path, database):
    shutil.copytree(BOOKSHOP, tmp_path / "bookshop", ignore=shutil.ignore_patterns("*.db"))
    program = Program(tmp_path / "bookshop")
    program.environment["DATABASE_URL"] = database.url
    return program


def columns(database):
    """Every table and view with the names of its columns."""
    if database.kind == "sqlite":
        names = [row[0] for row in database.sql("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        return {name: sorted(row[1] for row in database.sql(f"PRAGMA table_info({name})")) for name in names
                if not name.startswith(("sqlite_", "alembic_"))}
    found = {}
    for table, column in database.sql("SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'"):
        found.setdefault(table, []).append(column)
    return {name: sorted(names) for name, names in found.items() if not name.startswith("alembic_")}


def test_up_down_and_up(bookshop, database):
    bookshop("upgrade", "heads").ok()
    assert version_rows(database) == ["a5b6c7d8e9f0", "b174f51d0ac9"]
    full = columns(database)
    assert "the birthdays are gone" in bookshop("downgrade", "base").fails().err
    assert version_rows(database) == ["a5b6c7d8e9f0", "b174f51d0ac9"]
    bookshop("downgrade", "warehouse@-2").ok()
    bookshop("downgrade", IRREVERSIBLE).ok()
    bookshop("upgrade", "heads").ok()
    assert columns(database) == full


def test_every_step_back_undoes_its_step(bookshop, database):
    """The stairs below the step that has no way back."""
    done = bookshop("upgrade", "6d2fa0c8b574").ok()
    assert len(done.running) >= 12
    bookshop("downgrade", "base").ok()
    assert columns(database) == {}
    # On the trunk, where one row says it all; the branches between have two.
    for identity, parent in (("a10c5d7e2f31", "base"), ("b27e90c14a58", "a10c5d7e2f31"), ("c3d1f68b7092", "b27e90c14a58"),
                             ("d48a2b90e6f7", "c3d1f68b7092"), ("e5071c9d3ab4", "d48a2b90e6f7"), ("f6b38e1470cd", "e5071c9d3ab4"),
                             ("07c94f2a6be1", "f6b38e1470cd")):
        before = columns(database)
        bookshop("upgrade", identity).ok()
        bookshop("downgrade", parent).ok()
        assert columns(database) == before
        bookshop("upgrade", identity).ok()


def test_the_data_migration_keeps_every_address(bookshop, database):
    bookshop("upgrade", "4b0d8ea6f352").ok()
    database.sql("INSERT INTO customers (email, name, address) VALUES ('a@x', 'Ann', ' 1 Mill Lane '), ('b@x', 'Bob', NULL), ('c@x', 'Cy', '')")
    bookshop("upgrade", "5c1e9fb7a463").ok()
    assert database.sql("SELECT c.name, a.lines FROM addresses a JOIN customers c USING (customer_id)") == [("Ann", "1 Mill Lane")]
    bookshop("downgrade", "4b0d8ea6f352").ok()
    assert database.sql("SELECT name, address FROM customers ORDER BY name") == [("Ann", "1 Mill Lane"), ("Bob", None), ("Cy", None)]


def test_the_triggers_keep_the_stock(bookshop, database):
    bookshop("upgrade", "heads").ok()
    database.sql("INSERT INTO publishers (name, country) VALUES ('Mill Press', 'IE')")
    database.sql("INSERT INTO books (isbn, title, publisher_id, price_cents) VALUES ('9780000000019', 'The Grey Heron', 1, 1250)")
    database.sql("INSERT INTO stock (isbn, shelf, on_hand) VALUES ('9780000000019', 'A', 5)")
    database.sql("INSERT INTO customers (email, name) VALUES ('ann@example.org', 'Ann')")
    database.sql("INSERT INTO orders (customer_id) VALUES (1)")
    database.sql("INSERT INTO order_lines (order_id, isbn, copies, price_cents) VALUES (1, '9780000000019', 3, 1250)")
    assert database.sql("SELECT on_hand FROM stock") == [(2,)]
    assert [tuple(map(int, row)) for row in database.sql("SELECT copies, total_cents FROM order_totals")] == [(3, 3750)]
    assert database.sql("SELECT title FROM books_to_order") == [("The Grey Heron",)]
    with pytest.raises(Exception, match="on_hand|check"):
        database.sql("UPDATE order_lines SET copies = 9")
    database.sql("DELETE FROM order_lines")
    assert database.sql("SELECT on_hand FROM stock") == [(5,)]
    database.sql("INSERT INTO suppliers (name, email) VALUES ('Heron Supplies', 'x@example.org')")
    database.sql("INSERT INTO deliveries (supplier_id) VALUES (1)")
    database.sql("INSERT INTO delivery_lines (delivery_id, isbn, copies, cost_cents) VALUES (1, '9780000000019', 7, 700)")
    assert database.sql("SELECT on_hand FROM stock") == [(12,)]
    found = {"sqlite": "SELECT isbn FROM book_words WHERE book_words MATCH 'heron'",
             "postgresql": "SELECT isbn FROM books WHERE words @@ to_tsquery('english', 'heron')"}[database.kind]
    assert database.sql(found) == [("9780000000019",)]


def test_the_readme_tells_what_happens():
    """Every command block of the README that shows output is a transcript too: test/cli/transcripts/bookshop.t holds them all."""
    readme = (BOOKSHOP / "README.md").read_text()
    transcript = (ROOT / "test" / "cli" / "transcripts" / "bookshop.t").read_text()
    blocks = re.findall(r"```console\n(.*?)```", readme, flags=re.S)
    assert blocks
    for block in blocks:
        for line in block.splitlines():
            if line and not line.startswith("..."):
                assert line.lstrip("$ ") in transcript, line
