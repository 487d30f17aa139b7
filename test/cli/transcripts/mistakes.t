# What goes wrong in the first hour, and what is said about it.
$ limbeck init --quiet --template sql migrations && sed -i 's/^# sqlalchemy.url = sqlite/sqlalchemy.url = sqlite/' alembic.ini

$ limbeck revision -m "create table" --rev-id aaaa1111 --quiet

$ echo 'CREATE TABLE country (id INTEGER);' > migrations/versions/country.sql

$ limbeck upgrade head
! WARNI [alembic.script] File $DIR/migrations/versions/country.sql has no header with a revision line, so it is no revision
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> aaaa1111, create table

$ rm migrations/versions/country.sql

$ limbeck revision -m "two
> lines" --rev-id bbbb2222 --quiet && limbeck history && limbeck history --graph --ascii
aaaa1111 -> bbbb2222 (head), two
lines
<base> -> aaaa1111, create table
* bbbb2222 (head), two lines
* aaaa1111, create table

$ sed -i 's/^-- limbeck:upgrade/&\nVACUUM;/' migrations/versions/bbbb2222*

$ limbeck upgrade head --dry-run
1. upgrade aaaa1111 -> bbbb2222, two lines
   $DIR/migrations/versions/bbbb2222_two_lines.sql
   1 statement, outside a transaction
version table afterwards: bbbb2222
transactions: one per revision
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade head --dry-run --lock-wait soon
! FAILED: command line: the value 'soon' of lock_wait is not a duration such as 500ms, 30s, 10min, 1h (at most 49 days) or forever
? 3

$ DB_ECHO_SQL=perhaps limbeck upgrade head
! FAILED: environment DB_ECHO_SQL: the value 'perhaps' of echo is not true or false
? 3

$ limbeck -n production heads
! FAILED: No config file 'alembic.ini' found, or file has no '[production]' section
!   hint: alembic.ini has no section [production]; -n NAME chooses another.
? 3

$ limbeck dow -1
! usage: limbeck [options] COMMAND [arguments]
! limbeck: error: argument COMMAND: invalid choice: 'dow' (choose from 'branches', 'check', 'completion', 'config', 'current', 'downgrade', 'edit', 'ensure_version', 'heads', 'help', 'history', 'init', 'list_templates', 'merge', 'python', 'revision', 'show', 'stamp', 'upgrade')
! Did you mean 'downgrade'?
? 2

$ limbeck current --url postgresql:shop
! FAILED: the database address has no '://'
!   context: database address of command line
!   hint: Write it as backend://user:password@host/database, without quotes around it.
? 3

$ cp alembic.ini good.ini && printf '\n[limbeck:production]\nlock_wiat = 5s\n' >> alembic.ini

$ limbeck heads
! FAILED: unknown key 'lock_wiat' in [limbeck:production]
!   at: alembic.ini:73
!   hint: Did you mean 'lock_wait'?
? 3

$ cp good.ini alembic.ini && sed -i 's/^.limbeck.$/&\nlock_wait = soon/' alembic.ini

$ limbeck upgrade head
! FAILED: the value 'soon' of lock_wait is not a duration such as 500ms, 30s, 10min, 1h (at most 49 days) or forever
!   at: alembic.ini:24
? 3

$ cp good.ini alembic.ini && sed -i '/^script_location/d' alembic.ini

$ limbeck heads
! FAILED: No 'script_location' key found in configuration.
!   hint: Set script_location in [alembic] of the ini file, or start with 'limbeck init'.
? 3

$ cp good.ini alembic.ini && sed -i 's/app.db/50%/' alembic.ini

$ limbeck current
! FAILED: the value of 'sqlalchemy.url' in [alembic] contains a single percent sign
!   at: alembic.ini:9
!   hint: Write %% for each percent sign, also in a password, or set the environment variable DATABASE_URL, where a percent sign stands for itself.
? 3

$ limbeck config sqlalchemy.url
[alembic]
sqlalchemy.url = (invalid: the value of 'sqlalchemy.url' in [alembic] contains a single percent sign)    (alembic.ini:9)
