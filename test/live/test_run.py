"""Up, down, stamp, current, ensure_version on real databases: what the database holds afterwards."""

import pytest

from conftest import version_rows

CHAIN = [
    ("aaaa11111111", "CREATE TABLE shop (id integer PRIMARY KEY);", "DROP TABLE shop;"),
    ("bbbb22222222", "CREATE TABLE shelf (id integer PRIMARY KEY);\nINSERT INTO shelf VALUES (1);", "DROP TABLE shelf;"),
    ("cccc33333333", "CREATE TABLE lamp (id integer PRIMARY KEY);", "DROP TABLE lamp;"),
]
TABLES = {"shop", "shelf", "lamp"}


@pytest.fixture
def chain(project, database):
    made = project(database)
    made.chain(*CHAIN)
    return made


def test_up_and_down(chain, database):
    done = chain("upgrade", "head").ok()
    assert done.running == [("upgrade", "", "aaaa11111111"), ("upgrade", "aaaa11111111", "bbbb22222222"),
                            ("upgrade", "bbbb22222222", "cccc33333333")]
    assert done.out == ""
    assert TABLES <= database.tables()
    assert version_rows(database) == ["cccc33333333"]

    assert chain("upgrade", "head").ok().running == []
    assert chain("downgrade", "-1").ok().running == [("downgrade", "cccc33333333", "bbbb22222222")]
    assert version_rows(database) == ["bbbb22222222"]
    assert "lamp" not in database.tables()

    chain("downgrade", "base").ok()
    assert version_rows(database) == []
    assert not TABLES & database.tables()
    assert "alembic_version" in database.tables()

    chain("upgrade", "+2").ok()
    assert version_rows(database) == ["bbbb22222222"]
    assert database.sql("SELECT id FROM shelf") == [(1,)]
    chain("upgrade", "cccc").ok()
    assert version_rows(database) == ["cccc33333333"]


def test_the_log_is_alembics(chain, database):
    name = {"sqlite": "SQLiteImpl", "postgresql": "PostgresqlImpl"}[database.kind]
    word = {"sqlite": "non-transactional", "postgresql": "transactional"}[database.kind]
    assert chain("upgrade", "aaaa").ok().err.splitlines() == [
        f"INFO  [alembic.runtime.migration] Context impl {name}.",
        f"INFO  [alembic.runtime.migration] Will assume {word} DDL.",
        "INFO  [alembic.runtime.migration] Running upgrade  -> aaaa11111111, step aaaa11111111",
    ]
    assert chain("downgrade", "base").ok().err.splitlines()[-1] == (
        "INFO  [alembic.runtime.migration] Running downgrade aaaa11111111 -> , step aaaa11111111")
    assert chain("upgrade", "base").ok().err.splitlines() == [
        f"INFO  [alembic.runtime.migration] Context impl {name}.",
        f"INFO  [alembic.runtime.migration] Will assume {word} DDL.",
    ]


def test_current_says_where_it_is_and_writes_nothing(chain, database):
    assert chain("current").ok().out == ""
    assert "alembic_version" not in database.tables()
    chain("current", "--check-heads").fails()
    chain("upgrade", "bbbb").ok()
    assert chain("current").ok().out == "bbbb22222222\n"
    chain("current", "--check-heads").fails()
    chain("upgrade", "head").ok()
    assert chain("current").ok().out == "cccc33333333 (head)\n"
    assert chain("current", "--check-heads").ok().out == "cccc33333333 (head)\n"
    verbose = chain("current", "-v").ok().out
    assert verbose.startswith("Current revision(s) for ")
    assert "Rev: cccc33333333 (head)\nParent: bbbb22222222\nPath: " in verbose


def test_stamp_moves_the_row_and_runs_nothing(chain, database):
    done = chain("stamp", "bbbb").ok()
    assert done.running == [("stamp_revision", "", "bbbb22222222")]
    assert version_rows(database) == ["bbbb22222222"]
    assert not TABLES & database.tables()
    assert chain("stamp", "head").ok().running == [("stamp_revision", "bbbb22222222", "cccc33333333")]
    assert chain("stamp", "head").ok().running == []
    chain("stamp", "base").ok()
    assert version_rows(database) == []


def test_stamp_purge_replaces_rows_nobody_knows(chain, database):
    chain("ensure_version").ok()
    database.sql("INSERT INTO alembic_version (version_num) VALUES ('lost00000000')")
    assert "Can't locate revision identified by 'lost00000000'" in chain("upgrade", "head").fails().err
    assert "Can't locate revision identified by 'lost00000000'" in chain("current").fails().err
    assert chain("heads").ok().out == "cccc33333333 (head)\n"
    chain("stamp", "head").fails()
    assert version_rows(database) == ["lost00000000"]
    chain("stamp", "--purge", "head").ok()
    assert version_rows(database) == ["cccc33333333"]


def test_ensure_version(chain, database):
    assert chain("ensure_version").ok().out == ""
    assert "alembic_version" in database.tables()
    assert version_rows(database) == []
    chain("ensure_version").ok()


def test_version_table_is_as_alembic_makes_it(chain, database):
    chain("ensure_version").ok()
    if database.kind == "sqlite":
        text = database.sql("SELECT sql FROM sqlite_master WHERE name = 'alembic_version'")[0][0]
        assert " ".join(text.split()) == ("CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
                                          "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )")
    else:
        assert database.sql("""SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, c.conname::text, c.contype
                               FROM pg_attribute a JOIN pg_constraint c ON c.conrelid = a.attrelid
                               WHERE a.attrelid = 'alembic_version'::regclass AND a.attnum > 0""") == [
            ("version_num", "character varying(32)", True, "alembic_version_pkc", "p")]


@pytest.mark.parametrize("table", ["schema_steps", "Schema Steps", "select"])
def test_custom_version_table(project, database, table):
    made = project(database, limbeck={"version_table": table})
    made.chain(*CHAIN)
    made("upgrade", "head").ok()
    assert table in database.tables()
    assert "alembic_version" not in database.tables()
    assert database.sql(f'SELECT version_num FROM "{table}"') == [("cccc33333333",)]
    made("downgrade", "-1").ok()
    assert made("current").ok().out == "bbbb22222222\n"


def test_version_table_in_a_schema(project, postgresql):
    postgresql.sql('CREATE SCHEMA "Book Keeping"')
    made = project(postgresql, limbeck={"version_table_schema": "Book Keeping"})
    made.chain(*CHAIN)
    made("upgrade", "head").ok()
    assert postgresql.sql('SELECT version_num FROM "Book Keeping".alembic_version') == [("cccc33333333",)]
    assert "alembic_version" not in postgresql.tables()
    made("downgrade", "base").ok()
    assert made("current").ok().out == ""


def test_a_version_table_without_a_key(project, database):
    made = project(database, limbeck={"version_table_pk": "false"})
    made.chain(*CHAIN)
    made("upgrade", "head").ok()
    if database.kind == "postgresql":
        assert database.sql("SELECT count(*) FROM pg_constraint WHERE conrelid = 'alembic_version'::regclass") == [(0,)]
    else:
        assert "PRIMARY KEY" not in database.sql("SELECT sql FROM sqlite_master WHERE name = 'alembic_version'")[0][0]
    assert version_rows(database) == ["cccc33333333"]


def broken_chain(project, database, **limbeck):
    made = project(database, limbeck=limbeck)
    made.chain(*CHAIN[:2], ("dddd44444444", "CREATE TABLE cellar (id integer);\nINSERT INTO nowhere VALUES (1);", "DROP TABLE cellar;"))
    return made


def test_a_transaction_per_revision_keeps_what_came_before(project, database):
    made = broken_chain(project, database)
    made("upgrade", "head").fails()
    assert version_rows(database) == ["bbbb22222222"]
    assert {"shop", "shelf"} <= database.tables()
    assert "cellar" not in database.tables()


def test_one_transaction_for_the_run_keeps_nothing(project, database):
    made = broken_chain(project, database, transaction="run")
    made("upgrade", "head").fails()
    assert version_rows(database) == []
    assert not {"shop", "shelf", "cellar"} & database.tables()
    made("upgrade", "bbbb").ok()
    assert version_rows(database) == ["bbbb22222222"]


def test_the_transaction_can_be_chosen_on_the_command_line_and_in_the_environment(project, database):
    made = broken_chain(project, database)
    made("upgrade", "head", env={"LIMBECK_TRANSACTION": "run"}).fails()
    assert version_rows(database) == []


def test_branches_merge_and_move_rows(project, database):
    made = project(database)
    made.revision("base00000000", up="CREATE TABLE a (i integer);", back="DROP TABLE a;")
    made.revision("left00000000", "base00000000", "CREATE TABLE b (i integer);", "DROP TABLE b;", labels="left")
    made.revision("right0000000", "base00000000", "CREATE TABLE c (i integer);", "DROP TABLE c;", labels="right")
    made("upgrade", "head").fails()
    made("upgrade", "heads").ok()
    assert version_rows(database) == ["left00000000", "right0000000"]
    made.revision("merge0000000", ["left00000000", "right0000000"])
    made("upgrade", "head").ok()
    assert version_rows(database) == ["merge0000000"]
    made("downgrade", "base0000").ok()
    assert version_rows(database) == ["base00000000"]
    made("upgrade", "head").ok()
    assert "Ambiguous walk" in made("downgrade", "-1").fails().err
    made("downgrade", "left00000000").ok()
    assert version_rows(database) == ["left00000000", "right0000000"]
    made("downgrade", "left@base").ok()
    assert version_rows(database) == []
    assert not {"a", "b", "c"} & database.tables()


def test_dry_run_changes_nothing(chain, database):
    plan = chain("upgrade", "head", "--dry-run").ok().out
    for identity, _, _ in CHAIN:
        assert identity in plan
    assert not database.tables() & (TABLES | {"alembic_version"})
    chain("upgrade", "head").ok()
    before = database.tables()
    assert "cccc33333333" in chain("downgrade", "-1", "--dry-run").ok().out
    assert database.tables() == before
    assert version_rows(database) == ["cccc33333333"]


def test_a_dry_run_makes_no_database_file(project, sqlite):
    made = project(sqlite)
    made.chain(*CHAIN)
    made("upgrade", "head", "--dry-run").ok()
    made("current").ok()
    assert not sqlite.path.exists()


def test_sections_of_the_database_at_hand(project, database):
    made = project(database)
    made.revision("aaaa11111111", text="""\
        -- limbeck:upgrade postgresql
        CREATE TABLE only_postgresql (i integer);
        -- limbeck:upgrade sqlite
        CREATE TABLE only_sqlite (i integer);
        -- limbeck:upgrade postgresql,sqlite
        CREATE TABLE for_both (i integer);
        -- limbeck:irreversible what is written stays written
        """)
    made("upgrade", "head").ok()
    assert database.tables() & {"only_postgresql", "only_sqlite", "for_both"} == {f"only_{database.kind}", "for_both"}
    failed = made("downgrade", "base").fails()
    assert "what is written stays written" in failed.err
    assert "for_both" in database.tables()
    assert version_rows(database) == ["aaaa11111111"]


def test_an_irreversible_step_is_found_before_any_step_runs(project, database):
    made = project(database)
    made.revision("aaaa11111111", text="-- limbeck:upgrade\nCREATE TABLE a (i integer);\n-- limbeck:irreversible gone is gone\n")
    made.revision("bbbb22222222", "aaaa11111111", "CREATE TABLE b (i integer);", "DROP TABLE b;")
    made("upgrade", "head").ok()
    assert "gone is gone" in made("downgrade", "base").fails().err
    assert version_rows(database) == ["bbbb22222222"]
    assert "b" in database.tables()


def test_client_commands_are_refused_before_anything_runs(project, postgresql):
    made = project(postgresql)
    made.revision("aaaa11111111", up="CREATE TABLE a (i integer);")
    made.revision("bbbb22222222", "aaaa11111111", "CREATE TABLE b (i integer);\n\\i other.sql\n")
    failed = made("upgrade", "head").fails()
    assert "bbbb22222222_step.sql:8" in failed.err
    assert "a" not in postgresql.tables()
    made.revision("bbbb22222222", "aaaa11111111", "COPY a FROM stdin;\n1\n\\.\n")
    failed = made("upgrade", "head").fails()
    assert "bbbb22222222_step.sql:7" in failed.err
    assert "a" not in postgresql.tables()


def test_every_kind_of_statement_arrives_whole(project, postgresql):
    made = project(postgresql)
    made.revision("aaaa11111111", up="""\
        CREATE FUNCTION "semi;colon"() RETURNS text LANGUAGE plpgsql AS $a1$
        BEGIN /* ; /* nested; */ */ RETURN 'x;y' || $$;$$; END; $a1$;
        CREATE FUNCTION two() RETURNS integer BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
        CREATE TABLE t (v text DEFAULT E'it\\'s; here'); -- a comment; with one
        INSERT INTO t DEFAULT VALUES;
        DO $$ BEGIN PERFORM 1; END $$
        """)
    made("upgrade", "head").ok()
    assert postgresql.sql('SELECT "semi;colon"(), two(), (SELECT v FROM t)') == [("x;y;", 2, "it's; here")]


def test_triggers_of_sqlite_arrive_whole(project, sqlite):
    made = project(sqlite)
    made.revision("aaaa11111111", up="""\
        CREATE TABLE t (i integer);
        CREATE TRIGGER twice AFTER INSERT ON t WHEN NEW.i < 10 BEGIN
            INSERT INTO t SELECT CASE WHEN NEW.i > 0 THEN NEW.i + 10 ELSE 99 END;
            UPDATE t SET i = i + 100 WHERE i = 11;
        END;
        INSERT INTO t VALUES (1)
        """)
    made("upgrade", "head").ok()
    assert sqlite.sql("SELECT i FROM t ORDER BY i") == [(1,), (111,)]


def test_notices_are_shown_when_asked_for(project, postgresql):
    made = project(postgresql)
    made.revision("aaaa11111111", up="DO $$ BEGIN RAISE NOTICE 'look here'; END $$;", back="DO $$ BEGIN RAISE NOTICE 'and here'; END $$;")
    assert "look here" not in made("upgrade", "head").ok().err
    assert "and here" in made("-v", "downgrade", "base").ok().err
    assert "look here" in made("upgrade", "-v", "head").ok().err


def test_statements_are_echoed_when_asked_for(chain):
    assert "CREATE TABLE shop" not in chain("upgrade", "aaaa").ok().err
    assert "CREATE TABLE shelf" in chain("upgrade", "head", env={"DB_ECHO_SQL": "true"}).ok().err


def test_the_address_comes_from_the_first_place_that_has_one(project, database, tmp_path):
    made = project()
    made.chain(*CHAIN)
    made("upgrade", "head").fails()
    wrong = {"DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/x.db"}
    made("upgrade", "head", "--url", database.url, env=wrong).ok()
    assert version_rows(database) == ["cccc33333333"]
    made.url = f"sqlite:///{tmp_path}/nowhere/x.db"
    made.configure()
    made("downgrade", "base", env={"DATABASE_URL": database.url}).ok()
    assert version_rows(database) == []


def test_address_in_parts(project, postgresql):
    made = project()
    made.chain(*CHAIN)
    parts = {"DB_HOST": postgresql.cluster.dir, "DB_USER": "postgres", "DB_NAME": postgresql.name, "DB_PORT": "5432"}
    made("upgrade", "head", env=parts).ok()
    assert version_rows(postgresql) == ["cccc33333333"]


@pytest.mark.parametrize("scheme", ["postgresql+asyncpg", "postgresql+psycopg2", "postgres", "postgresql+psycopg"])
def test_addresses_with_any_driver(project, postgresql, scheme):
    made = project()
    made.chain(*CHAIN)
    made("upgrade", "head", env={"DATABASE_URL": postgresql.url.replace("postgresql", scheme, 1)}).ok()
    assert version_rows(postgresql) == ["cccc33333333"]


def test_a_password_of_odd_characters(project, cluster, postgresql):
    from cluster import PASSWORD
    made = project()
    made.chain(*CHAIN)
    url = cluster.url(postgresql.name, "guarded", PASSWORD)
    made("upgrade", "head", env={"DATABASE_URL": url}).ok()
    made.url = url
    made.configure()
    assert PASSWORD not in made("current", "-v").ok().out
    assert "***" in made("current", "-v").ok().out
    for arguments in (["config"], ["config", "--json"]):
        shown = made(*arguments).ok().out
        assert PASSWORD not in shown and url not in shown
