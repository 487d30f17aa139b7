# The shape of a script is Alembic's, to the blank at the end of a column line.
$ cp -r "$PROJECTS/account/." .

$ limbeck upgrade bbbb --sql --url postgresql://
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa11111111

CREATE TABLE account (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa11111111') RETURNING alembic_version.version_num;

-- Running upgrade aaaa11111111 -> bbbb22222222

UPDATE alembic_version SET version_num='bbbb22222222' WHERE alembic_version.version_num = 'aaaa11111111';

COMMIT;

! INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> aaaa11111111, create account
! INFO  [alembic.runtime.migration] Running upgrade aaaa11111111 -> bbbb22222222, nothing to do

# SQLite is said to be without transactional DDL: no BEGIN, no COMMIT.
$ limbeck upgrade bbbb --sql --url sqlite:// 2>/dev/null
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa11111111

CREATE TABLE account (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa11111111') RETURNING version_num;

-- Running upgrade aaaa11111111 -> bbbb22222222

UPDATE alembic_version SET version_num='bbbb22222222' WHERE alembic_version.version_num = 'aaaa11111111';


$ limbeck upgrade aaaa --sql --url mysql://
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa11111111

CREATE TABLE account (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa11111111');

! INFO  [alembic.runtime.migration] Context impl MySQLImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
! INFO  [alembic.runtime.migration] Running upgrade  -> aaaa11111111, create account

# A range needs no version table: it is there.
$ limbeck upgrade aaaa:bbbb --sql --url postgresql:// 2>/dev/null
BEGIN;

-- Running upgrade aaaa11111111 -> bbbb22222222

UPDATE alembic_version SET version_num='bbbb22222222' WHERE alembic_version.version_num = 'aaaa11111111';

COMMIT;


$ limbeck upgrade aaaa:+1 --sql --url postgresql:// 2>/dev/null | grep Running
-- Running upgrade aaaa11111111 -> bbbb22222222

$ limbeck upgrade bbbb:bbbb --sql --url postgresql:// 2>/dev/null
BEGIN;

COMMIT;


# What a transaction cannot hold stands between two of them.
$ limbeck upgrade bbbb:head --sql --url postgresql:// 2>/dev/null
BEGIN;

-- Running upgrade bbbb22222222 -> cccc33333333

COMMIT;

CREATE INDEX CONCURRENTLY account_idx ON account (id);

BEGIN;

UPDATE alembic_version SET version_num='cccc33333333' WHERE alembic_version.version_num = 'bbbb22222222';

COMMIT;


# A transaction for each revision.
$ limbeck upgrade bbbb --sql --url postgresql:// --transaction revision 2>/dev/null
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa11111111

CREATE TABLE account (
    id SERIAL NOT NULL, 
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('aaaa11111111') RETURNING alembic_version.version_num;

COMMIT;

BEGIN;

-- Running upgrade aaaa11111111 -> bbbb22222222

UPDATE alembic_version SET version_num='bbbb22222222' WHERE alembic_version.version_num = 'aaaa11111111';

COMMIT;


$ limbeck downgrade bbbb:base --sql --url postgresql://
BEGIN;

-- Running downgrade bbbb22222222 -> aaaa11111111

UPDATE alembic_version SET version_num='aaaa11111111' WHERE alembic_version.version_num = 'bbbb22222222';

-- Running downgrade aaaa11111111 -> 

DROP TABLE account;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa11111111';

COMMIT;

! INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
! INFO  [alembic.runtime.migration] Generating static SQL
! INFO  [alembic.runtime.migration] Will assume transactional DDL.
! INFO  [alembic.runtime.migration] Running downgrade bbbb22222222 -> aaaa11111111, nothing to do
! INFO  [alembic.runtime.migration] Running downgrade aaaa11111111 -> , create account

$ limbeck downgrade head:-1 --sql --url sqlite:// 2>/dev/null
-- Running downgrade cccc33333333 -> bbbb22222222

DROP INDEX account_idx;

UPDATE alembic_version SET version_num='bbbb22222222' WHERE alembic_version.version_num = 'cccc33333333';


$ limbeck stamp head --sql --url postgresql:// 2>/dev/null
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running stamp_revision  -> cccc33333333

INSERT INTO alembic_version (version_num) VALUES ('cccc33333333') RETURNING alembic_version.version_num;

COMMIT;


$ limbeck stamp aaaa:head --sql --url sqlite:// 2>/dev/null
-- Running stamp_revision aaaa11111111 -> cccc33333333

UPDATE alembic_version SET version_num='cccc33333333' WHERE alembic_version.version_num = 'aaaa11111111';


$ limbeck ensure_version --sql --url postgresql:// 2>/dev/null
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

COMMIT;


# The version table has the name and the schema that the project gives it, quoted where they need it.
$ limbeck upgrade aaaa --sql --url postgresql:// --version-table steps --version-table-schema 'Book Keeping' 2>/dev/null | grep -A 3 -e 'CREATE TABLE "' -e INSERT
CREATE TABLE "Book Keeping".steps (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT steps_pkc PRIMARY KEY (version_num)
);
--
INSERT INTO "Book Keeping".steps (version_num) VALUES ('aaaa11111111') RETURNING "Book Keeping".steps.version_num;

COMMIT;


# What cannot be.
$ limbeck downgrade -1 --sql --url postgresql://
! FAILED: downgrade with --sql requires <fromrev>:<torev>
? 2

$ limbeck upgrade aaaa:bbbb --url postgresql://
! FAILED: Range revision not allowed
!   hint: A range is for --sql; without it the database says where to start.
? 2

$ limbeck stamp --purge --sql head --url postgresql://
! FAILED: Can't use --purge with --sql mode
? 2
