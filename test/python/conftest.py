"""The tests of limbeck's Python side see its modules. LIMBECK_TEST_REAL: alembic is limbeck's, sqlalchemy the installed
one."""

import os
import sys

PYTHON = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "python"))
LIBRARIES = ["lib_alembic"] if os.environ.get("LIMBECK_TEST_REAL") else ["lib_alembic", "lib_sqlalchemy"]

sys.path[:0] = [PYTHON] + [os.path.join(PYTHON, "limbeck", name) for name in LIBRARIES]
