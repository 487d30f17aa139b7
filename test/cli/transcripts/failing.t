# What a failing statement looks like: the file, the line, what is left of it.
$ cp -r "$PROJECTS/shop/." .

$ cat > migrations/versions/badbadbadbad.sql <<'END'
> -- goes wrong
> --
> -- revision: badbadbadbad
> -- down_revision: 1975ea83b712
> 
> -- limbeck:upgrade
> CREATE TABLE fine (id INTEGER);
> INSERT INTO fine
> VALUES (1),
>   (2, 3);
> 
> -- limbeck:downgrade
> DROP TABLE fine;
> END

$ limbeck upgrade badb
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> 1975ea83b712, create account table
! INFO  [alembic.runtime.migration] Running upgrade 1975ea83b712 -> badbadbadbad, goes wrong
! FAILED: all VALUES must have the same number of terms
!   at: $DIR/migrations/versions/badbadbadbad.sql:8
!     8 | INSERT INTO fine
!     9 | VALUES (1),
!    10 |   (2, 3)
!   code: SQLITE_ERROR
!   context: revision badbadbadbad, statement 2 of 2
!   state: revision badbadbadbad was rolled back
!     the database is at 1975ea83b712
? 1

$ limbeck --raiseerr upgrade badb
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade 1975ea83b712 -> badbadbadbad, goes wrong
! FAILED: all VALUES must have the same number of terms
!   kind: database (exit status 1)
!   at: $DIR/migrations/versions/badbadbadbad.sql:8
!     8 | INSERT INTO fine
!     9 | VALUES (1),
!    10 |   (2, 3)
!   code: SQLITE_ERROR
!   context: revision badbadbadbad, statement 2 of 2
!   state: revision badbadbadbad was rolled back
!     the database is at 1975ea83b712
? 1

$ limbeck -q upgrade badb
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade 1975ea83b712 -> badbadbadbad, goes wrong
! FAILED: all VALUES must have the same number of terms
!   at: $DIR/migrations/versions/badbadbadbad.sql:8
!     8 | INSERT INTO fine
!     9 | VALUES (1),
!    10 |   (2, 3)
!   code: SQLITE_ERROR
!   context: revision badbadbadbad, statement 2 of 2
!   state: revision badbadbadbad was rolled back
!     the database is at 1975ea83b712
? 1

$ limbeck upgrade badb --json
{
  "error": {
    "kind": "database",
    "status": 1,
    "message": "all VALUES must have the same number of terms",
    "file": "$DIR/migrations/versions/badbadbadbad.sql",
    "line": 8,
    "statement": "INSERT INTO fine\nVALUES (1),\n  (2, 3)",
    "sqlstate": "SQLITE_ERROR",
    "context": "revision badbadbadbad, statement 2 of 2",
    "state": "revision badbadbadbad was rolled back\nthe database is at 1975ea83b712"
  }
}
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade 1975ea83b712 -> badbadbadbad, goes wrong
! FAILED: all VALUES must have the same number of terms
!   at: $DIR/migrations/versions/badbadbadbad.sql:8
!     8 | INSERT INTO fine
!     9 | VALUES (1),
!    10 |   (2, 3)
!   code: SQLITE_ERROR
!   context: revision badbadbadbad, statement 2 of 2
!   state: revision badbadbadbad was rolled back
!     the database is at 1975ea83b712
? 1

$ limbeck current
1975ea83b712 (branchpoint)
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade head
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
!   hint: The heads are 3cac04ae8714 (networking), 53fffde5ad5 (shoppingcart), badbadbadbad.
? 5

$ limbeck --url x current
! usage: limbeck [options] COMMAND [arguments]
! limbeck: error: unrecognized arguments: --url
! --url stands behind the command.
? 2

$ limbeck current --url mssql://x
! FAILED: limbeck cannot connect to SQL Server
!   hint: With --sql the SQL is written out, to be run by a client of SQL Server.
? 11

$ limbeck -c nothing.ini heads
! FAILED: No config file 'nothing.ini' found, or file has no '[alembic]' section
!   hint: Create one with 'limbeck init DIRECTORY', or say with -c FILE where it is.
? 3
