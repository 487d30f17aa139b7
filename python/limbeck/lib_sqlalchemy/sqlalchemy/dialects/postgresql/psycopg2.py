"""The driver psycopg2, by name: the engine has a driver of its own."""

from ...engine.default import PGDialect as PGDialect_psycopg2

dialect = PGDialect_psycopg2
