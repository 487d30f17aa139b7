$ limbeck list_templates
Available templates:

generic - Generic single-database configuration.
async - Generic single-database configuration with an async dbapi.
multidb - Rudimentary multi-database configuration.
pyproject - pyproject configuration, based on the generic configuration.
pyproject_async - pyproject configuration, with an async dbapi.
sql - Revisions as SQL files, without Python.

Templates are used via the 'init' command, e.g.:

  limbeck init --template generic ./scripts

$ alembic list_templates | tail -1
  alembic init --template generic ./scripts

$ limbeck list_templates --json | head -5
[
  {
    "name": "generic",
    "synopsis": "Generic single-database configuration."
  },

$ limbeck init -t sql migrations
Creating directory $DIR/migrations ...  done
Creating directory $DIR/migrations/versions ...  done
Generating $DIR/migrations/README ...  done
Generating $DIR/alembic.ini ...  done
Please edit configuration/connection/logging settings in $DIR/alembic.ini before proceeding.

$ limbeck init -t sql migrations
! FAILED: Directory migrations already exists and is not empty
? 4

$ limbeck init -t slq other 2>&1 | sed 's|/.*/templates/|TEMPLATES/|'
FAILED: No such template TEMPLATES/slq
  hint: Did you mean 'sql'?

$ limbeck init
! usage: limbeck init [options] DIRECTORY
! limbeck init: error: the following arguments are required: directory
? 2

$ limbeck revision -m 'create account' --rev-id aaaa11111111
Generating $DIR/migrations/versions/aaaa11111111_create_account.sql ...  done

$ limbeck upgrade head --sql --url sqlite:///x.db
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa11111111

INSERT INTO alembic_version (version_num) VALUES ('aaaa11111111') RETURNING version_num;

! INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> aaaa11111111, create account
