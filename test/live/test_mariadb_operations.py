"""Operations of Python revisions on MariaDB: what Debian's alembic makes of them and what limbeck makes of them are the same tables,
step by step, up and down. And where limbeck does more."""

import os
import signal
import textwrap

import pytest

from conftest import version_rows
from oracle import Oracle
from test_kill import killat  # noqa: F401  (a fixture)
from test_mariadb import STRIDE, check_left, log_of, mariadb, server  # noqa: F401  (the last two are fixtures)

SCRIPT = '''\
import datetime
import decimal

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = {identity!r}
down_revision = {down!r}


def upgrade():
{up}


def downgrade():
{back}
'''

# (up, down) of revisions that follow each other
STEPS = [
    ("""\
     op.create_table(
         "account",
         sa.Column("id", sa.Integer, primary_key=True),
         sa.Column("email", sa.String(120), nullable=False, unique=True, comment="it's \\\\ where"),
         sa.Column("name", sa.Unicode(50), server_default="no 'name'"),
         sa.Column("balance", sa.Numeric(10, 2), nullable=False, server_default=sa.text("0")),
         sa.Column("made", sa.DateTime, server_default=sa.func.now(), index=True),
         sa.Column("seen", sa.TIMESTAMP, server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")),
         sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
         sa.Column("kind", sa.Enum("plain", "it's", name="kinds"), server_default="plain"),
         sa.CheckConstraint("balance >= 0", name="ck_balance"),
         comment="a table's comment", mysql_engine="InnoDB", mysql_charset="utf8mb4",
         mariadb_engine="InnoDB", mariadb_charset="utf8mb4")""", "op.drop_table('account')"),
    ("""\
     op.create_table("types", *[sa.Column("c%d" % number, kind) for number, kind in enumerate([
         sa.BigInteger(), sa.SmallInteger(), sa.Float(), sa.Float(53), sa.Text(), sa.Text(70000), sa.Date(), sa.Time(), sa.Interval(),
         sa.LargeBinary(), sa.LargeBinary(300), sa.JSON(), sa.PickleType(), sa.BINARY(16), sa.VARBINARY(20), sa.CHAR(3),
         sa.Numeric(), sa.DECIMAL(7, 3), sa.Enum("a", "b", native_enum=False), mysql.TINYINT(1), mysql.MEDIUMINT(unsigned=True),
         mysql.BIGINT(20, unsigned=True, zerofill=True), mysql.DOUBLE(8, 3), mysql.DECIMAL(8, 3, unsigned=True), mysql.BIT(7),
         mysql.YEAR(), mysql.DATETIME(fsp=6), mysql.TIMESTAMP(fsp=3), mysql.TIME(fsp=2), mysql.TINYTEXT(), mysql.MEDIUMTEXT(),
         mysql.LONGTEXT(charset="latin1"), mysql.VARCHAR(30, charset="latin1", collation="latin1_bin"), mysql.CHAR(5, national=True),
         mysql.NVARCHAR(9), mysql.SET("x", "y'z"), mysql.ENUM("x", "y'z"), mysql.TINYBLOB(), mysql.LONGBLOB(), mysql.INTEGER(5),
         sa.String(30, collation="utf8mb4_bin"), sa.Boolean(create_constraint=True, name="ck_bool")])])""", "op.drop_table('types')"),
    ("""\
     op.create_table(
         "entry",
         sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id", name="fk_account", ondelete="CASCADE"), primary_key=True),
         sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
         sa.Column("a", sa.Integer), sa.Column("b", sa.Integer), sa.Column("order", sa.Integer),
         sa.Column("twice", sa.Integer, sa.Computed("a * 2")), sa.Column("thrice", sa.Integer, sa.Computed("a * 3", persisted=True)),
         sa.UniqueConstraint("a", "b", name="uq_ab"), sa.Index("ix_entry_b", "b"))""", "op.drop_table('entry')"),
    ("op.add_column('account', sa.Column('note', sa.Text))", "op.drop_column('account', 'note')"),
    ("op.add_column('account', sa.Column('level', sa.SmallInteger, nullable=False, server_default='1', comment='how high'))",
     "op.drop_column('account', 'level')"),
    ("op.add_column('account', sa.Column('parent_id', sa.Integer, sa.ForeignKey('account.id', name='fk_parent')))",
     "op.drop_constraint('fk_parent', 'account', type_='foreignkey')\nop.drop_column('account', 'parent_id')"),
    ("op.add_column('account', sa.Column('code', sa.String(9), unique=True, index=True))", "op.drop_column('account', 'code')"),
    ("op.add_column('account', sa.Column('tags', mysql.SET('a', 'b'), server_default='a,b'))", "op.drop_column('account', 'tags')"),
    ("op.alter_column('account', 'level', existing_type=sa.SmallInteger(), existing_nullable=False, existing_server_default='1', "
     "existing_comment='how high', new_column_name='rank')",
     "op.alter_column('account', 'rank', existing_type=sa.SmallInteger(), existing_nullable=False, existing_server_default='1', "
     "existing_comment='how high', new_column_name='level')"),
    ("op.alter_column('account', 'name', existing_type=sa.Unicode(50), type_=sa.Unicode(80), nullable=False, server_default='x')",
     "op.alter_column('account', 'name', existing_type=sa.Unicode(80), type_=sa.Unicode(50), nullable=True, "
     "existing_server_default=\"no 'name'\")"),
    ("op.alter_column('account', 'balance', server_default=sa.text('5'))", "op.alter_column('account', 'balance', server_default='0')"),
    ("op.alter_column('account', 'balance', server_default=None)", "op.alter_column('account', 'balance', server_default=sa.text('0'))"),
    ("op.alter_column('account', 'made', existing_type=sa.DateTime(), server_default=None, nullable=True)",
     "op.alter_column('account', 'made', existing_type=sa.DateTime(), server_default=sa.func.now())"),
    ("op.alter_column('account', 'email', existing_type=sa.String(120), existing_nullable=False, comment='new', existing_comment='old')",
     "op.alter_column('account', 'email', existing_type=sa.String(120), existing_nullable=False, comment=None, existing_comment='new')"),
    ("op.alter_column('entry', 'number', existing_type=sa.Integer(), existing_nullable=False, type_=sa.BigInteger())",
     "op.alter_column('entry', 'number', existing_type=sa.BigInteger(), existing_nullable=False, type_=sa.Integer())"),
    ("op.create_index('ix_two', 'entry', ['a', 'b'])", "op.drop_index('ix_two', table_name='entry')"),
    ("op.create_index('ix_note', 'account', ['note'], mysql_length=10, mariadb_length=10)", "op.drop_index('ix_note', 'account')"),
    ("op.create_index('ix_mixed', 'account', ['note', 'name'], mysql_length={'note': 7}, mariadb_length={'note': 7}, unique=True)",
     "op.drop_index('ix_mixed', 'account')"),
    ("op.create_index('ix_text', 'account', ['note'], mysql_prefix='FULLTEXT', mariadb_prefix='FULLTEXT')",
     "op.drop_index('ix_text', 'account')"),
    ("op.create_index('ix_down', 'entry', [sa.text('a DESC'), 'b'], mysql_using='btree', mariadb_using='btree')",
     "op.drop_index('ix_down', 'entry')"),
    ("op.create_unique_constraint('uq_order', 'entry', ['order'])", "op.drop_constraint('uq_order', 'entry', type_='unique')"),
    ("op.create_check_constraint('ck_a', 'entry', 'a > 5 AND b < 10')", "op.drop_constraint('ck_a', 'entry', type_='check')"),
    ("op.create_foreign_key('fk_self', 'entry', 'account', ['order'], ['id'], onupdate='CASCADE', ondelete='SET NULL')",
     "op.drop_constraint('fk_self', 'entry', type_='foreignkey')"),
    ("op.create_table('keyless', sa.Column('a', sa.Integer, nullable=False))\nop.create_primary_key('pk_keyless', 'keyless', ['a'])",
     "op.drop_constraint('pk_keyless', 'keyless', type_='primary')\nop.drop_table('keyless')"),
    ("op.create_table_comment('entry', \"it's \\\\ new\")", "op.drop_table_comment('entry')"),
    ("op.rename_table('entry', 'Entry Table')", "op.rename_table('Entry Table', 'entry')"),
    ("""\
     account = sa.table("account", sa.column("email", sa.String), sa.column("balance", sa.Numeric), sa.column("made", sa.DateTime),
                        sa.column("active", sa.Boolean), sa.column("note", sa.Text))
     op.bulk_insert(account, [
         {"email": "back\\\\slash 'and' \\"quotes\\" %s :x", "balance": decimal.Decimal("1.50"), "made": datetime.datetime(2026, 1, 31, 23, 59),
          "active": True, "note": None},
         {"email": "ü€😀", "balance": 7, "made": None, "active": False, "note": "two\\nlines"}])""",
     "op.execute('DELETE FROM account')"),
    ("op.execute(\"UPDATE account SET note = 'a\\\\:b' WHERE email LIKE 'ü%'\")", "pass"),
    ("""\
     bind = op.get_bind()
     for email, made in bind.execute(sa.text("SELECT email, made FROM account WHERE balance > :least"), {"least": 5}).fetchall():
         bind.execute(sa.text("UPDATE account SET name = :name WHERE email = :email"), {"name": "%s, %s" % (email, made), "email": email})""",
     "pass"),
    ("""\
     with op.batch_alter_table("account") as batch:
         batch.add_column(sa.Column("batched", sa.Integer))
         batch.create_index("ix_batched", ["batched"])
         batch.alter_column("balance", existing_type=sa.Numeric(10, 2), nullable=True)""",
     """\
     with op.batch_alter_table("account") as batch:
         batch.drop_index("ix_batched")
         batch.drop_column("batched")
         batch.alter_column("balance", existing_type=sa.Numeric(10, 2), nullable=False, server_default=sa.text("0"))"""),
    ("op.drop_table('types')", "op.create_table('types', sa.Column('a', sa.Integer))"),
]


def indent(body):
    return textwrap.indent(textwrap.dedent(body), "    ")


def write(directory, steps):
    down = None
    for number, (up, back) in enumerate(steps):
        identity = f"{number:012d}"
        (directory / f"{identity}_step.py").write_text(SCRIPT.format(identity=identity, down=down, up=indent(up), back=indent(back)))
        down = identity


def shape(database):
    """The tables as the server writes them, and their rows but for times."""
    tables = database.server.dump(database.name)
    rows = {name: database.sql(f"SELECT * FROM `{name}` ORDER BY 1") for name in tables if name not in ("account", "alembic_version_progress")}
    if "account" in tables:
        rows["account"] = database.sql("SELECT email, balance, active, name FROM account ORDER BY email")
    return tables, rows


@pytest.mark.parametrize("scheme", ["mysql+pymysql", "mariadb+pymysql"])
def test_as_alembic_does_it(scheme, server, mariadb, project, tmp_path):  # noqa: F811
    other = type(mariadb)(server)
    mariadb.url = server.url(mariadb.name, scheme=scheme)
    made = project(mariadb)
    (tmp_path / "oracle").mkdir()
    oracle = Oracle(tmp_path / "oracle", server.url(other.name, scheme=scheme))
    write(made.versions, STEPS)
    write(tmp_path / "oracle" / "migrations" / "versions", STEPS)
    way = [("upgrade", "+1")] * len(STEPS) + [("downgrade", "-1")] * len(STEPS) + [("upgrade", "head")]
    for number, (command, target) in enumerate(way):
        told = f"{command} number {number}: {STEPS[number if number < len(STEPS) else 2 * len(STEPS) - 1 - number]}"
        failure, _ = oracle(command, target)
        assert failure is None, f"{told}\nalembic: {failure}"
        outcome = made(command, target)
        assert outcome.status == 0, f"{told}\n{outcome.err}"
        assert shape(mariadb) == shape(other), told
        assert version_rows(mariadb) == version_rows(other)
    server.drop_database(other.name)


def test_what_alembic_loses_is_kept(mariadb, project):  # noqa: F811
    made = project(mariadb)
    mariadb.sql("CREATE TABLE t (id INTEGER AUTO_INCREMENT PRIMARY KEY, "
                "s VARCHAR(20) CHARACTER SET latin1 NOT NULL DEFAULT 'it''s' COMMENT 'why', "
                "at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, g INTEGER AS (id * 2) VIRTUAL, "
                "CONSTRAINT ck CHECK (s <> 'x'), UNIQUE KEY uq (s))")
    write(made.versions, [("""\
        op.alter_column("t", "s", new_column_name="title")
        op.alter_column("t", "at", comment="when")
        op.alter_column("t", "g", comment="twice")
        op.alter_column("t", "id", type_=sa.BigInteger())
        op.drop_constraint("ck", "t")
        op.drop_constraint("uq", "t")""", "pass")])
    mariadb.sql("ALTER TABLE t DROP COLUMN g")  # a column that depends on a key is not to be changed
    mariadb.sql("ALTER TABLE t ADD COLUMN n INTEGER, ADD COLUMN g INTEGER AS (n * 2) VIRTUAL")
    made("upgrade", "head").ok()
    shown = mariadb.server.dump(mariadb.name)["t"]
    for line in ("`id` bigint(20) NOT NULL AUTO_INCREMENT,",
                 "`title` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT 'it''s' COMMENT 'why',",
                 "`at` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp() COMMENT 'when',",
                 "`g` int(11) GENERATED ALWAYS AS (`n` * 2) VIRTUAL COMMENT 'twice',"):
        assert line in shown
    assert "CHECK" not in shown and "uq" not in shown


INSPECT = """\
inspector = sa.inspect(op.get_bind())
for column in inspector.get_columns("t"):
    print(column["name"], repr(column["type"]), column["nullable"], column["default"], column.get("comment"))
print(inspector.get_pk_constraint("t")["constrained_columns"])
print(sorted((i["name"], i["column_names"], bool(i["unique"])) for i in inspector.get_indexes("t")))
print(sorted((u["name"], u["column_names"]) for u in inspector.get_unique_constraints("t")))
print([(k["name"], k["constrained_columns"], k["referred_table"], k["referred_columns"], k["options"]) for k in inspector.get_foreign_keys("t")])
print(sorted((c["name"], c["sqltext"]) for c in inspector.get_check_constraints("t")))
print(inspector.get_table_comment("t"), inspector.get_table_names(), inspector.get_view_names(), inspector.has_table("t"))
"""


def test_the_inspector_sees_what_is_there(mariadb, project):  # noqa: F811
    made = project(mariadb)
    mariadb.sql("CREATE TABLE o (id INTEGER UNSIGNED PRIMARY KEY)", """\
        CREATE TABLE t (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, o_id INTEGER UNSIGNED, n DECIMAL(10, 2) NOT NULL DEFAULT 1.5,
        s VARCHAR(30) CHARACTER SET latin1 DEFAULT 'it''s' COMMENT 'why', e ENUM('a', 'b''c') DEFAULT 'a', ts TIMESTAMP(3) NOT NULL
        DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), tx TEXT, f TINYINT(1), KEY ix_tx (tx(5)), UNIQUE KEY uq_s (s, e),
        CONSTRAINT fk FOREIGN KEY (o_id) REFERENCES o (id) ON DELETE CASCADE, CONSTRAINT ck CHECK (n > 5)) COMMENT 'a table'""",
                "CREATE VIEW v AS SELECT id FROM t")
    write(made.versions, [(INSPECT, "pass")])
    assert made("upgrade", "head").ok().out.splitlines() == [
        "id BIGINT(display_width=20, unsigned=True) False None None",
        "o_id INTEGER(display_width=10, unsigned=True) True None None",
        "n DECIMAL(precision=10, scale=2) False 1.50 None",
        "s VARCHAR(charset='latin1', collation='latin1_swedish_ci', length=30) True 'it''s' why",
        "e ENUM('a', \"b'c\") True 'a' None",
        "ts TIMESTAMP(fsp=3) False current_timestamp(3) ON UPDATE current_timestamp(3) None",
        "tx TEXT() True None None",
        "f TINYINT(display_width=1) True None None",
        "['id']",
        "[('fk', ['o_id'], False), ('ix_tx', ['tx'], False), ('uq_s', ['s', 'e'], True)]",
        "[('uq_s', ['s', 'e'])]",
        "[('fk', ['o_id'], 'o', ['id'], {'ondelete': 'CASCADE'})]",
        "[('ck', '`n` > 5')]",
        "{'text': 'a table'} ['alembic_version', 'alembic_version_progress', 'o', 't'] ['v'] True",
    ]


CHAIN = [
    ("op.create_table('log', sa.Column('n', sa.Integer, primary_key=True), sa.Column('what', sa.String(80), nullable=False))\n"
     "op.execute(\"INSERT INTO log (what) VALUES ('a made')\")", "op.drop_table('log')"),
    ("op.execute(\"INSERT INTO log (what) VALUES ('b one')\")\n"
     "op.create_table('b', sa.Column('i', sa.Integer, index=True))\n"
     "op.get_bind().execute(sa.text('INSERT INTO log (what) VALUES (:w)'), {'w': 'b two'})\n"
     "op.add_column('b', sa.Column('j', sa.Integer))\n"
     "op.bulk_insert(sa.table('log', sa.column('what', sa.String)), [{'what': 'b three'}, {'what': 'b four'}])\n"
     "op.rename_table('b', 'c')", "op.drop_table('c')"),
    ("op.drop_index('ix_b_i', 'c')\nop.execute(\"INSERT INTO log (what) VALUES ('c one')\")\nop.drop_table('c')",
     "op.create_table('c', sa.Column('i', sa.Integer))"),
]


def test_kill_at_every_boundary_of_python_revisions(mariadb, project, killat):  # noqa: F811
    made = project(mariadb, limbeck={"lock_wait": "30s"})
    write(made.versions, CHAIN)
    expected = ["a made", "b one", "b two", "b three", "b four", "c one"]
    at = 1
    while True:
        # leaks of what else has the library preloaded (a wrapper around the interpreter) are none of limbeck's
        outcome = made("upgrade", "head", env={"LD_PRELOAD": killat, "KILL_AT": str(at), "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"})
        told = f"killed at call {at}\n{outcome.err}"
        if outcome.status != -signal.SIGKILL:
            assert outcome.status == 0, told
            break
        again = made("upgrade", "head")
        assert again.status == 0, f"{told}\nthe next run:\n{again.err}"
        assert log_of(mariadb) == expected, f"{told}\nthe next run:\n{again.err}"
        assert version_rows(mariadb) == ["000000000002"], told
        check_left(mariadb, told)
        mariadb.clear()
        at += 5 * STRIDE
    assert at > 100
