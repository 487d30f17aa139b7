# Files that do not form a graph: a plain error that names them, whatever the command.
$ cp -r "$PROJECTS/account/." .; sed -i "s/^-- down_revision: bbbb22222222/-- down_revision: 5ad500000000/" migrations/versions/cccc*

$ limbeck heads
! FAILED: Revision 5ad500000000 referenced from cccc33333333 ($DIR/migrations/versions/cccc33333333_index_it.sql) is not present
!   at: $DIR/migrations/versions/cccc33333333_index_it.sql
!   hint: Restore the file that is missing, or correct $DIR/migrations/versions/cccc33333333_index_it.sql.
? 4

$ limbeck history --json
{
  "error": {
    "kind": "graph",
    "status": 4,
    "message": "Revision 5ad500000000 referenced from cccc33333333 ($DIR/migrations/versions/cccc33333333_index_it.sql) is not present",
    "file": "$DIR/migrations/versions/cccc33333333_index_it.sql",
    "hint": "Restore the file that is missing, or correct $DIR/migrations/versions/cccc33333333_index_it.sql."
  }
}
! FAILED: Revision 5ad500000000 referenced from cccc33333333 ($DIR/migrations/versions/cccc33333333_index_it.sql) is not present
!   at: $DIR/migrations/versions/cccc33333333_index_it.sql
!   hint: Restore the file that is missing, or correct $DIR/migrations/versions/cccc33333333_index_it.sql.
? 4

$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; sed 's/index it/index it again/' migrations/versions/cccc*.sql > migrations/versions/zz_copy.sql; limbeck history
! FAILED: Revision cccc33333333 is present more than once: in $DIR/migrations/versions/cccc33333333_index_it.sql and in $DIR/migrations/versions/zz_copy.sql
!   at: $DIR/migrations/versions/zz_copy.sql
!   hint: Remove one of the two files, or give one of them another revision identifier.
? 4

$ rm migrations/versions/zz_copy.sql; sed -i 's/^-- down_revision:$/-- down_revision: cccc33333333/' migrations/versions/aaaa*; limbeck show aaaa
! FAILED: Cycle is detected in revisions (aaaa11111111, bbbb22222222, cccc33333333)
!   at: $DIR/migrations/versions/aaaa11111111_create_account.sql
!   detail: aaaa11111111 ($DIR/migrations/versions/aaaa11111111_create_account.sql) has the down_revision cccc33333333
!     cccc33333333 ($DIR/migrations/versions/cccc33333333_index_it.sql) has the down_revision bbbb22222222
!     bbbb22222222 ($DIR/migrations/versions/bbbb22222222_nothing_to_do.sql) has the down_revision aaaa11111111
!   hint: Correct down_revision in one of the files, so that no revision comes before itself.
? 4

$ sed -i 's/^-- down_revision: cccc33333333$/-- down_revision: aaaa11111111/' migrations/versions/aaaa*; limbeck heads
! FAILED: Self-loop is detected in revisions (aaaa11111111)
!   at: $DIR/migrations/versions/aaaa11111111_create_account.sql
!   detail: aaaa11111111 ($DIR/migrations/versions/aaaa11111111_create_account.sql) names itself as down_revision
!   hint: Correct down_revision in $DIR/migrations/versions/aaaa11111111_create_account.sql.
? 4

$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; sed -i 's/^-- down_revision: bbbb.*/&\n-- depends_on: nobody/' migrations/versions/cccc*; limbeck show head
! FAILED: Revision or branch label nobody named in depends_on of cccc33333333 ($DIR/migrations/versions/cccc33333333_index_it.sql) is not present
!   at: $DIR/migrations/versions/cccc33333333_index_it.sql
!   hint: Restore the file that is missing, or correct $DIR/migrations/versions/cccc33333333_index_it.sql.
? 4

$ sed -i 's/^-- depends_on: nobody/-- depends_on: cccc33333333/' migrations/versions/cccc*; limbeck heads
! FAILED: Dependency self-loop is detected in revisions (cccc33333333)
!   at: $DIR/migrations/versions/cccc33333333_index_it.sql
!   detail: cccc33333333 ($DIR/migrations/versions/cccc33333333_index_it.sql) names itself as depends_on
!   hint: Correct depends_on in $DIR/migrations/versions/cccc33333333_index_it.sql.
? 4

$ sed -i 's/^-- depends_on: .*/-- branch_labels: shop/' migrations/versions/cccc*; sed -i 's/^-- down_revision.*/&\n-- branch_labels: shop/' migrations/versions/aaaa*; limbeck branches
! FAILED: Branch name 'shop' in revision cccc33333333 already used by revision aaaa11111111
!   at: $DIR/migrations/versions/cccc33333333_index_it.sql
!   detail: cccc33333333: $DIR/migrations/versions/cccc33333333_index_it.sql
!     aaaa11111111: $DIR/migrations/versions/aaaa11111111_create_account.sql
!   hint: Choose another branch label in $DIR/migrations/versions/cccc33333333_index_it.sql.
? 4

$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; sed -i 's/^-- branch_labels.*//' migrations/versions/*.sql; sed -i 's/^-- revision: aaaa11111111/-- revision: aaaa@1111/' migrations/versions/aaaa*; limbeck heads
! FAILED: Character(s) '@' not allowed in revision identifier 'aaaa@1111'
!   at: $DIR/migrations/versions/aaaa11111111_create_account.sql
!   hint: Change the revision identifier in $DIR/migrations/versions/aaaa11111111_create_account.sql.
? 4

# A file that says too little, or too much.
$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; sed -i '/^-- revision/d' migrations/versions/aaaa*; limbeck heads
! FAILED: the script has no revision line in its header
!   at: $DIR/migrations/versions/aaaa11111111_create_account.sql:1
!   hint: Write '-- revision: ID' into the comment at its top.
? 4

$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; sed -i '/^-- down_revision/d' migrations/versions/aaaa*; limbeck heads
! FAILED: the script has no down_revision line in its header
!   at: $DIR/migrations/versions/aaaa11111111_create_account.sql:3
!   hint: Write '-- down_revision: ID' below it, or 'base' for a first revision.
? 4

$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; sed -i 's/^-- down_revision:$/&\n-- branch_lables: x/' migrations/versions/aaaa*; limbeck heads
! FAILED: unknown header key 'branch_lables'
!   at: $DIR/migrations/versions/aaaa11111111_create_account.sql:5
!   hint: Did you mean 'branch_labels'?
? 4

$ cp "$PROJECTS"/account/migrations/versions/* migrations/versions; printf '"""computed"""\nimport uuid\nrevision = uuid.uuid4().hex\ndown_revision = None\n' > migrations/versions/computed.py; limbeck heads
! FAILED: revision is not literal: a name that has no literal value
!   at: $DIR/migrations/versions/computed.py:3
!   hint: The header is read without running the file: write revision as a plain string.
? 4

$ printf '"""made of Python"""\nrevision: str = "dddd" "44444444"\ndown_revision = (\n  "cccc33333333",  # the last\n)\nbranch_labels = depends_on = None\ndef upgrade(): pass\n' > migrations/versions/computed.py; limbeck heads
dddd44444444 (head)

$ limbeck upgrade head --url sqlite:///x.db
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> aaaa11111111, create account
! INFO  [alembic.runtime.migration] Running upgrade aaaa11111111 -> bbbb22222222, nothing to do
! INFO  [alembic.runtime.migration] Running upgrade bbbb22222222 -> cccc33333333, index it
! INFO  [alembic.runtime.migration] Running upgrade cccc33333333 -> dddd44444444, made of Python
