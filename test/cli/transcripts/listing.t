$ cp -r "$PROJECTS/shop/." .

$ limbeck heads
3cac04ae8714 (networking) (head)
53fffde5ad5 (shoppingcart) (head)

$ limbeck heads -v
Rev: 3cac04ae8714 (head)
Parent: <base>
Also depends on: ae1027a6acf
Branch names: networking
Path: $DIR/migrations/versions/3cac04ae8714.sql

    add hosts

Rev: 53fffde5ad5 (head) (mergepoint)
Merges: ae1027a6acf, 27c6a30d7c24
Branch names: shoppingcart
Path: $DIR/migrations/versions/53fffde5ad5.sql

    merge ae and 27


$ limbeck heads --resolve-dependencies
3cac04ae8714 (networking) (head)
53fffde5ad5 (shoppingcart) (head)

$ limbeck heads -q

$ limbeck branches
1975ea83b712 (branchpoint)
             -> 27c6a30d7c24 (shoppingcart)
             -> ae1027a6acf


$ limbeck branches -v
Rev: 1975ea83b712 (branchpoint)
Parent: <base>
Branches into: 27c6a30d7c24, ae1027a6acf
Path: $DIR/migrations/versions/1975ea83b712.sql

    create account table

             -> 27c6a30d7c24 (shoppingcart), add cart
             -> ae1027a6acf, add a column


$ limbeck history
<base> (ae1027a6acf) -> 3cac04ae8714 (networking) (head), add hosts
ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5 (shoppingcart) (head) (mergepoint), merge ae and 27
1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add cart
1975ea83b712 -> ae1027a6acf, add a column
<base> -> 1975ea83b712 (branchpoint), create account table

$ limbeck history -r 1975:27c6
1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add cart
<base> -> 1975ea83b712 (branchpoint), create account table

$ limbeck history --rev-range=-1:
! FAILED: Ambiguous walk
!   detail: several ways lead on from 53fffde5ad5: ae1027a6acf, 27c6a30d7c24
!   hint: Name the revision you mean, or the branch: branch@-N.
? 5

$ limbeck history -r :head
! FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
!   hint: The heads are 3cac04ae8714 (networking), 53fffde5ad5 (shoppingcart).
? 5

$ limbeck history -r 3cac:53ff
! FAILED: Requested range 3cac:53ff does not refer to ancestor/descendant revisions along the same branch
!   detail: Revision 3cac04ae8714 is not an ancestor of revision 53ff
? 5

$ limbeck show 1975ea83b712
Rev: 1975ea83b712 (branchpoint)
Parent: <base>
Branches into: 27c6a30d7c24, ae1027a6acf
Path: $DIR/migrations/versions/1975ea83b712.sql

    create account table


$ limbeck show networking
Rev: 3cac04ae8714 (head)
Parent: <base>
Also depends on: ae1027a6acf
Branch names: networking
Path: $DIR/migrations/versions/3cac04ae8714.sql

    add hosts


$ limbeck show base

$ limbeck show nothing
! FAILED: Can't locate revision identified by 'nothing'
!   detail: No such revision or branch 'nothing'
? 5

$ limbeck show head
! FAILED: Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads
!   hint: The heads are 3cac04ae8714 (networking), 53fffde5ad5 (shoppingcart).
? 5

$ limbeck history --graph
* 3cac04ae8714 (networking) (head) (depends on ae1027a6acf), add hosts

* 53fffde5ad5 (shoppingcart) (head), merge ae and 27
├─╮
│ * 27c6a30d7c24 (shoppingcart), add cart
* │ ae1027a6acf, add a column
├─╯
* 1975ea83b712, create account table

$ limbeck history --graph --ascii
* 3cac04ae8714 (networking) (head) (depends on ae1027a6acf), add hosts

* 53fffde5ad5 (shoppingcart) (head), merge ae and 27
|-.
| * 27c6a30d7c24 (shoppingcart), add cart
* | ae1027a6acf, add a column
|-'
* 1975ea83b712, create account table

$ LC_ALL=C limbeck history --graph
* 3cac04ae8714 (networking) (head) (depends on ae1027a6acf), add hosts

* 53fffde5ad5 (shoppingcart) (head), merge ae and 27
|-.
| * 27c6a30d7c24 (shoppingcart), add cart
* | ae1027a6acf, add a column
|-'
* 1975ea83b712, create account table

$ limbeck --color always history --graph -r ae10: | cat -v
^[[1m*^[[0m ^[[33m53fffde5ad5^[[0m^[[36m (shoppingcart)^[[0m^[[1;32m (head)^[[0m, merge ae and 27
^[[1m*^[[0m ^[[33mae1027a6acf^[[0m, add a column
^[[31m~^[[0m

# No command that reads files only has made a database.
$ ls
alembic.ini
migrations

$ limbeck history -i
<base> (ae1027a6acf) -> 3cac04ae8714 (networking) (head), add hosts
ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5 (shoppingcart) (head) (mergepoint), merge ae and 27
1975ea83b712 -> 27c6a30d7c24 (shoppingcart), add cart
1975ea83b712 -> ae1027a6acf, add a column
<base> -> 1975ea83b712 (branchpoint), create account table
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.

$ limbeck heads --json
[
  {
    "revision": "3cac04ae8714",
    "down_revision": [],
    "depends_on": [
      "ae1027a6acf"
    ],
    "children": [],
    "branch_labels": [
      "networking"
    ],
    "message": "add hosts",
    "path": "$DIR/migrations/versions/3cac04ae8714.sql",
    "is_head": true,
    "is_effective_head": false,
    "is_base": true,
    "is_branch_point": false,
    "is_merge_point": false
  },
  {
    "revision": "53fffde5ad5",
    "down_revision": [
      "ae1027a6acf",
      "27c6a30d7c24"
    ],
    "depends_on": [],
    "children": [],
    "branch_labels": [
      "shoppingcart"
    ],
    "message": "merge ae and 27",
    "path": "$DIR/migrations/versions/53fffde5ad5.sql",
    "is_head": true,
    "is_effective_head": false,
    "is_base": false,
    "is_branch_point": false,
    "is_merge_point": true
  }
]

$ limbeck branches --json | head -3
[
  {
    "revision": "1975ea83b712",

$ limbeck show 27c --json | grep -e description -e '"path"'
    "path": "$DIR/migrations/versions/27c6a30d7c24.sql",
    "description": "add cart"

# The reader may go away.
$ limbeck history | head -1
<base> (ae1027a6acf) -> 3cac04ae8714 (networking) (head), add hosts

# Output that cannot be written is an error.
$ limbeck history > /dev/full
! FAILED: cannot write to standard output: No space left on device
? 10

$ limbeck __complete revisions
head
heads
base
current
ae1027a6acf	add a column
53fffde5ad5	merge ae and 27
3cac04ae8714	add hosts
networking	branch label
27c6a30d7c24	add cart
shoppingcart	branch label
1975ea83b712	create account table
