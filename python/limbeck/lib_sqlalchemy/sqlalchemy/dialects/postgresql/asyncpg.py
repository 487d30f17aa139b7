"""The driver asyncpg, by name: the engine has a driver of its own."""

from ...engine.default import PGDialect as PGDialect_asyncpg

dialect = PGDialect_asyncpg
