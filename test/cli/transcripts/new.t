$ mkdir migrations migrations/versions

$ printf '%s\n' '[alembic]' 'script_location = %(here)s/migrations' 'sqlalchemy.url = sqlite:///x.db' > alembic.ini

$ limbeck revision -m 'create account' --rev-id aaaa11111111 --format sql
Generating $DIR/migrations/versions/aaaa11111111_create_account.sql ...  done

$ cat migrations/versions/aaaa11111111_create_account.sql
-- create account
--
-- revision: aaaa11111111
-- down_revision:
-- create_date: 2026-11-21 10:00:00+00:00

-- limbeck:upgrade


-- limbeck:downgrade


$ limbeck revision -m 'add cart' --rev-id bbbb22222222 --branch-label cart
Generating $DIR/migrations/versions/bbbb22222222_add_cart.sql ...  done

$ limbeck revision -m 'beside it' --rev-id cccc33333333 --head aaaa11111111
! FAILED: Revision aaaa11111111 is not a head revision; please specify --splice to create a new branch from this revision
? 5

$ limbeck revision -m 'beside it' --rev-id cccc33333333 --head aaaa11111111 --splice
Generating $DIR/migrations/versions/cccc33333333_beside_it.sql ...  done

$ limbeck revision -m x
! FAILED: Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.
!   hint: The heads are bbbb22222222 (cart), cccc33333333.
? 5

$ limbeck merge heads --rev-id dddd44444444 -m 'one head again' --json
{
  "revision": "dddd44444444",
  "down_revision": [
    "bbbb22222222",
    "cccc33333333"
  ],
  "depends_on": [],
  "branch_labels": [],
  "message": "one head again",
  "path": "$DIR/migrations/versions/dddd44444444_one_head_again.sql"
}

$ limbeck merge dddd --rev-id dddd44444444
! FAILED: revision 'dddd44444444' exists already: $DIR/migrations/versions/dddd44444444_one_head_again.sql
!   hint: Choose another --rev-id, or leave it out to have one made.
? 4

$ limbeck history --graph
* dddd44444444 (cart) (head), one head again
├─╮
* │ bbbb22222222 (cart), add cart
│ * cccc33333333, beside it
├─╯
* aaaa11111111, create account

$ limbeck -q revision -m silent --rev-id eeee55555555

$ limbeck heads
eeee55555555 (cart) (head)

$ limbeck revision --sql -m x
! FAILED: Using --sql with the revision command when revision_environment is not configured does not make any sense
? 2

$ limbeck revision --format sqql
! usage: limbeck revision [options]
! limbeck revision: error: argument --format: invalid choice: 'sqql' (choose from 'sql', 'py')
! Did you mean 'sql'?
? 2

# Hooks may print: it comes between the lines, and with --json on stderr.
$ printf '%s\n' '[post_write_hooks]' 'hooks = look' 'look.type = exec' 'look.executable = basename' 'look.options = REVISION_SCRIPT_FILENAME' >> alembic.ini

$ limbeck revision -m hooked --rev-id ffff66666666
Generating $DIR/migrations/versions/ffff66666666_hooked.sql ...  done
Running post write hook 'look' ...
ffff66666666_hooked.sql
  done

$ limbeck revision -m hooked --rev-id abcd77777777 --json
{
  "revision": "abcd77777777",
  "down_revision": [
    "ffff66666666"
  ],
  "depends_on": [],
  "branch_labels": [],
  "message": "hooked",
  "path": "$DIR/migrations/versions/abcd77777777_hooked.sql"
}
! abcd77777777_hooked.sql

$ sed -i 's/basename/false/' alembic.ini

$ limbeck revision -m 'hook fails' --rev-id abcd88888888
Generating $DIR/migrations/versions/abcd88888888_hook_fails.sql ...  done
Running post write hook 'look' ...
  FAILED
! FAILED: post write hook 'look' failed with exit status 1
!   state: the revision file $DIR/migrations/versions/abcd88888888_hook_fails.sql is written and stays
? 4

# The editor's command may have arguments.
$ EDITOR="grep -c create" limbeck edit aaaa
2

$ EDITOR=false limbeck edit head
! FAILED: Error executing editor (false: Child process exited with code 1)
? 10

$ program=$(command -v limbeck); PATH=/nowhere EDITOR= VISUAL= $program edit head
! FAILED: Error executing editor (No suitable editor found. Please set the "EDITOR" or "VISUAL" environment variables)
? 10

$ limbeck edit base
! FAILED: No revision files indicated by symbol 'base'
? 5

$ limbeck edit current
! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! FAILED: No current revisions
? 5
