"""Builds the package `limbeck`, and puts beside it a .pth file that appends its libraries to sys.path: packages that are
installed under the same names come first."""

import os

from setuptools import setup
from setuptools.command.build_py import build_py

LIBRARIES = ("lib_alembic", "lib_sqlalchemy", "lib_standins")


class BuildWithPath(build_py):
    """build_py, and limbeck.pth."""

    def run(self):
        super().run()
        with open(os.path.join(self.build_lib, "limbeck.pth"), "w") as file:
            file.write("".join("limbeck/%s\n" % name for name in LIBRARIES))

    def get_outputs(self, include_bytecode=1):
        return super().get_outputs(include_bytecode) + [os.path.join(self.build_lib, "limbeck.pth")]


setup(cmdclass={"build_py": BuildWithPath})
