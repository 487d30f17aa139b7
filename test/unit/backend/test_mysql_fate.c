/* What became of a statement, asked of a real server: test/live/test_mariadb.py runs this with the URL of an empty
 * database in LIMBECK_TEST_MARIADB. */
#include "backend/backend.h"
#include "util/error.h"

#include <string.h>

static const LbDriver *driver;
static LbConnection *connection;

static const char *const words[] = { "not done", "done", "repeatable", "unknown" };

static const char *const database[] = {
  "CREATE TABLE o (id INTEGER PRIMARY KEY)",
  ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, s VARCHAR(9), n INTEGER, UNIQUE KEY uq (s), "
   "KEY ix (a), UNIQUE KEY u2 (a, b), CONSTRAINT fk FOREIGN KEY (n) REFERENCES o (id), CONSTRAINT ck CHECK (a > 5))"),
  "CREATE TABLE keyless (a INTEGER)",
  "CREATE VIEW v AS SELECT 1",
  "CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1",
  "CREATE PROCEDURE p() BEGIN END",
  "CREATE SEQUENCE sq",
};

static const struct {
  const char *text;
  LbFate fate;
} cases[] = {
  { "create table t (a int)", LB_FATE_DONE },
  { "CREATE TABLE IF NOT EXISTS `T2` (a int)", LB_FATE_NOT_DONE },
  { "create table nowhere.t (a int)", LB_FATE_NOT_DONE },
  { "create or replace table t (a int)", LB_FATE_REPEATABLE },
  { "drop table t", LB_FATE_NOT_DONE },
  { "drop table x, y", LB_FATE_DONE },
  { "drop table t, x", LB_FATE_UNKNOWN }, /* one is gone: to run it again would fail, not to would lose the other */
  { "drop table if exists t, x", LB_FATE_NOT_DONE },
  { "drop tables if exists x", LB_FATE_DONE },
  { "create index ix on t (a)", LB_FATE_DONE },
  { "create unique index if not exists i2 using btree on t (a)", LB_FATE_NOT_DONE },
  { "drop index ix on t", LB_FATE_NOT_DONE },
  { "drop index if exists i2 on t", LB_FATE_DONE },
  { "create algorithm = merge definer = `root`@`localhost` sql security invoker view v as select 1", LB_FATE_DONE },
  { "create definer=root@localhost view v2 as select 1", LB_FATE_NOT_DONE },
  { "create definer = current_user() trigger tg before insert on t for each row set new.a = 1", LB_FATE_DONE },
  { "drop trigger if exists tg2", LB_FATE_DONE },
  { "create procedure p() begin end", LB_FATE_DONE },
  { "drop procedure p", LB_FATE_NOT_DONE },
  { "create function p() returns int return 1", LB_FATE_NOT_DONE },
  { "create sequence sq", LB_FATE_DONE },
  { "drop event if exists e", LB_FATE_DONE },
  { "create database mysql", LB_FATE_DONE },
  { "drop schema nowhere", LB_FATE_DONE },
  { "create user x", LB_FATE_UNKNOWN },
  { "create user if not exists x", LB_FATE_REPEATABLE },
  { "rename table t to t2", LB_FATE_NOT_DONE },
  { "rename table x to t, y to z", LB_FATE_DONE },
  { "rename table t to x, o to t, x to o", LB_FATE_UNKNOWN },
  { "alter table t add column a int", LB_FATE_DONE },
  { "alter table t add z int", LB_FATE_NOT_DONE },
  { "alter table t add column if not exists a int", LB_FATE_REPEATABLE },
  { "alter table t add column if not exists a int, add column z int", LB_FATE_NOT_DONE },
  { "alter table t add (z int, y int)", LB_FATE_NOT_DONE },
  { "alter table t add column a int comment 'x, add column z', add index nope (a)", LB_FATE_NOT_DONE },
  { "alter table t drop column a", LB_FATE_NOT_DONE },
  { "alter table t drop z", LB_FATE_DONE },
  { "alter table t modify a bigint", LB_FATE_REPEATABLE },
  { "alter table t modify a decimal(10,2) default 1, add column b int after a", LB_FATE_DONE },
  { "alter table t change a a bigint", LB_FATE_REPEATABLE },
  { "alter table t change z a int", LB_FATE_DONE },
  { "alter table t change column a z int", LB_FATE_NOT_DONE },
  { "alter table t rename column z to a", LB_FATE_DONE },
  { "alter table t rename index ix to i3", LB_FATE_NOT_DONE },
  { "alter table t rename to t9", LB_FATE_NOT_DONE },
  { "alter table x rename t", LB_FATE_DONE },
  { "alter table t add unique (s)", LB_FATE_DONE },
  { "alter table t add unique (a, b)", LB_FATE_DONE },
  { "alter table t add unique (b, a)", LB_FATE_NOT_DONE },
  { "alter table t add constraint uq unique (s)", LB_FATE_DONE },
  { "alter table t add foreign key (n) references o(id)", LB_FATE_DONE },
  { "alter table t add constraint foreign key (b) references o(id)", LB_FATE_NOT_DONE },
  { "alter table t add constraint fk foreign key (n) references o(id)", LB_FATE_DONE },
  { "alter table t add primary key (id)", LB_FATE_DONE },
  { "alter table keyless drop primary key", LB_FATE_DONE },
  { "alter table t add constraint ck check (a > 5)", LB_FATE_DONE },
  { "alter table t add check (a > 5)", LB_FATE_UNKNOWN },
  { "alter table t drop constraint ck", LB_FATE_NOT_DONE },
  { "alter table t drop foreign key fk2", LB_FATE_DONE },
  { "alter table t comment = 'x', engine = InnoDB", LB_FATE_REPEATABLE },
  { "alter table t add partition (partition p1 values less than (5))", LB_FATE_UNKNOWN },
  { "alter table t algorithm = instant, lock = none, add column a int", LB_FATE_DONE },
  { "alter table if exists t wait 5 add column z int", LB_FATE_NOT_DONE },
  { "truncate table t", LB_FATE_REPEATABLE },
  { "grant select on t to x", LB_FATE_REPEATABLE },
  { "revoke select on t from x", LB_FATE_UNKNOWN },
};

static void
test_fates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (cases[i].text, NULL, 1);
    g_autoptr (GError) error = NULL;
    LbFate fate;

    driver->fate (connection, statement, TRUE, &fate, &error);
    g_assert_no_error (error);
    if (fate != cases[i].fate) {
      g_test_message ("%s: %s instead of %s", cases[i].text, words[fate], words[cases[i].fate]);
      g_test_fail ();
    }
  }
}

static void
make_database (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (database); i++) {
    g_autoptr (LbStatement) statement = lb_statement_new (database[i], NULL, 1);
    const LbStatement *one = statement;
    g_autoptr (GError) error = NULL;

    driver->execute (connection, &one, 1, NULL, NULL, &error);
    g_assert_no_error (error);
  }
}

int
main (int argc, char **argv)
{
  const LbConnectOptions options = { 0 };
  const char *text = g_getenv ("LIMBECK_TEST_MARIADB");
  g_autoptr (GError) error = NULL;
  g_autoptr (LbUrl) url = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!text)
    return g_test_run (); /* no server: nothing to ask */
  url = lb_url_parse (text, &error);
  g_assert_no_error (error);
  driver = lb_driver_load (lb_dialect_find (url->backend), &error);
  g_assert_no_error (error);
  connection = driver->open (url, &options, &error);
  g_assert_no_error (error);
  make_database ();
  g_test_add_func ("/mysql/fate", test_fates);
  status = g_test_run ();
  driver->close (connection);
  return status;
}
