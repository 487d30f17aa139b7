$ cp -r "$PROJECTS/shop/." .

$ limbeck current
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade head
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
!   hint: The heads are 3cac04ae8714 (networking), 53fffde5ad5 (shoppingcart).
? 5

$ limbeck upgrade 1975 --dry-run
1. upgrade  -> 1975ea83b712, create account table
   $DIR/migrations/versions/1975ea83b712.sql
   1 statement
version table afterwards: 1975ea83b712
transactions: one per revision
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade 1975
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> 1975ea83b712, create account table

$ limbeck current
1975ea83b712 (branchpoint)
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck current -v
Current revision(s) for sqlite:///shop.db:
Rev: 1975ea83b712 (branchpoint)
Parent: <base>
Branches into: 27c6a30d7c24, ae1027a6acf
Path: $DIR/migrations/versions/1975ea83b712.sql

    create account table

! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck current --check-heads
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Database is not on all head revisions
? 9

$ limbeck -q current --check-heads
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Database is not on all head revisions
? 9

$ limbeck upgrade heads --dry-run
1. upgrade 1975ea83b712 -> ae1027a6acf, add a column
   $DIR/migrations/versions/ae1027a6acf.sql
   1 statement
2. upgrade 1975ea83b712 -> 27c6a30d7c24, add cart
   $DIR/migrations/versions/27c6a30d7c24.sql
   2 statements
3. upgrade ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5, merge ae and 27
   $DIR/migrations/versions/53fffde5ad5.sql
   0 statements
4. upgrade  -> 3cac04ae8714, add hosts
   $DIR/migrations/versions/3cac04ae8714.sql
   1 statement
version table afterwards: 53fffde5ad5, 3cac04ae8714
transactions: one per revision
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade heads
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade 1975ea83b712 -> ae1027a6acf, add a column
! INFO  [alembic.runtime.migration] Running upgrade 1975ea83b712 -> 27c6a30d7c24, add cart
! INFO  [alembic.runtime.migration] Running upgrade ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5, merge ae and 27
! INFO  [alembic.runtime.migration] Running upgrade  -> 3cac04ae8714, add hosts

$ limbeck current
3cac04ae8714 (head)
53fffde5ad5 (head) (mergepoint)
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck current -c
3cac04ae8714 (head)
53fffde5ad5 (head) (mergepoint)
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

# At the target already: nothing to do, and nothing is said.
$ limbeck upgrade heads
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck upgrade heads --dry-run
nothing to do
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck history -i
<base> (ae1027a6acf) -> 3cac04ae8714 (networking) (head) (current), add hosts
ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5 (shoppingcart) (head) (current) (mergepoint), merge ae and 27
1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add cart
1975ea83b712 -> ae1027a6acf, add a column
<base> -> 1975ea83b712 (branchpoint), create account table
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck history --graph -i
* 3cac04ae8714 (networking) (head) (current) (depends on ae1027a6acf), add hosts

* 53fffde5ad5 (shoppingcart) (head) (current), merge ae and 27
├─╮
│ * 27c6a30d7c24 (shoppingcart), add cart
* │ ae1027a6acf, add a column
├─╯
* 1975ea83b712, create account table
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck show current | grep Rev
Rev: 3cac04ae8714 (head)
Rev: 53fffde5ad5 (head) (mergepoint)
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck downgrade networking@base --dry-run
1. downgrade 3cac04ae8714 -> , add hosts
   $DIR/migrations/versions/3cac04ae8714.sql
   1 statement
version table afterwards: 53fffde5ad5
transactions: one per revision
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck downgrade networking@base
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running downgrade 3cac04ae8714 -> , add hosts

$ limbeck downgrade -1
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Ambiguous walk
!   detail: several ways lead on from 53fffde5ad5: ae1027a6acf, 27c6a30d7c24
!   hint: Name the revision you mean, or the branch: branch@-N.
? 5

$ limbeck downgrade base --json | sed 's/"seconds": .*/"seconds": T/'
{
  "command": "downgrade",
  "target": [
    "base"
  ],
  "from": [
    "53fffde5ad5"
  ],
  "to": [],
  "steps": [
    {
      "revision": "53fffde5ad5",
      "from": [
        "53fffde5ad5"
      ],
      "to": [
        "ae1027a6acf",
        "27c6a30d7c24"
      ],
      "seconds": T
    },
    {
      "revision": "ae1027a6acf",
      "from": [
        "ae1027a6acf"
      ],
      "to": [
        "1975ea83b712"
      ],
      "seconds": T
    },
    {
      "revision": "27c6a30d7c24",
      "from": [
        "27c6a30d7c24"
      ],
      "to": [
        "1975ea83b712"
      ],
      "seconds": T
    },
    {
      "revision": "1975ea83b712",
      "from": [
        "1975ea83b712"
      ],
      "to": [],
      "seconds": T
    }
  ],
  "seconds": T
}
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running downgrade 53fffde5ad5 -> ae1027a6acf, 27c6a30d7c24, merge ae and 27
! INFO  [alembic.runtime.migration] Running downgrade ae1027a6acf -> 1975ea83b712, add a column
! INFO  [alembic.runtime.migration] Running downgrade 27c6a30d7c24 -> 1975ea83b712, add cart
! INFO  [alembic.runtime.migration] Running downgrade 1975ea83b712 -> , create account table

$ limbeck downgrade base
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck stamp heads --dry-run
1. stamp  -> 3cac04ae8714
2. stamp  -> 53fffde5ad5
version table afterwards: 3cac04ae8714, 53fffde5ad5
dry run: nothing has been changed
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck stamp heads
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running stamp_revision  -> 3cac04ae8714
! INFO  [alembic.runtime.migration] Running stamp_revision  -> 53fffde5ad5

$ limbeck stamp --purge 1975
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running stamp_revision  -> 1975ea83b712

$ limbeck current --json
{
  "url": "sqlite:///shop.db",
  "rows": [
    "1975ea83b712"
  ],
  "current": [
    {
      "revision": "1975ea83b712",
      "down_revision": [],
      "depends_on": [],
      "children": [
        "27c6a30d7c24",
        "ae1027a6acf"
      ],
      "branch_labels": [],
      "message": "create account table",
      "path": "$DIR/migrations/versions/1975ea83b712.sql",
      "is_head": false,
      "is_effective_head": false,
      "is_base": true,
      "is_branch_point": true,
      "is_merge_point": false
    }
  ],
  "at_heads": false,
  "unfinished": null
}
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck stamp nothing
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Can't locate revision identified by 'nothing'
!   detail: No such revision or branch 'nothing'
? 5

$ limbeck downgrade 27c6a
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: Destination 27c6a is not a valid downgrade target from current head(s)
!   detail: nothing that is applied comes after it
? 5

$ limbeck ensure_version --url sqlite:///other.db
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ ls *.db
other.db
shop.db

$ limbeck upgrade 1975 --sql
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 1975ea83b712

CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712') RETURNING version_num;

! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> 1975ea83b712, create account table

$ limbeck downgrade 1975:base --sql --url postgresql://nobody@localhost/x
BEGIN;

-- Running downgrade 1975ea83b712 -> 

DROP TABLE account;

DELETE FROM alembic_version WHERE alembic_version.version_num = '1975ea83b712';

COMMIT;

! INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume transactional DDL.
! INFO  [alembic.runtime.migration] Running downgrade 1975ea83b712 -> , create account table

$ limbeck stamp 1975 --sql
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running stamp_revision  -> 1975ea83b712

INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712') RETURNING version_num;

! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running stamp_revision  -> 1975ea83b712

$ limbeck ensure_version --sql --url postgresql://nobody@localhost/x
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

COMMIT;

! INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume transactional DDL.
