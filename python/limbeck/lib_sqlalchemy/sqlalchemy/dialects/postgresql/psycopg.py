"""The driver psycopg, by name: the engine has a driver of its own."""

from ...engine.default import PGDialect as PGDialect_psycopg

dialect = PGDialect_psycopg
