"""ScriptDirectory: the revision files of a project."""

import os
import sys

from limbeck.missing import raise_for

from ..util.exc import CommandError
from ..util.langhelpers import memoized_property
from .revision import RevisionMap, Script


class ScriptDirectory:
    """A directory with env.py and revisions. Made by ScriptDirectory.from_config(config)."""

    def __init__(self, dir, *, config=None, version_locations=None, **kw):
        self._dir = dir
        self._config = config
        self._version_locations = version_locations
        self.members = {}  # which directory, as the engine is told; the run's own where nothing is said
        if config is not None and dir is None:
            self.members = {"config": config.members}
        elif config is None and dir is not None:
            self.members = {"directory": os.fspath(dir)}
        self.revision_map = RevisionMap(members=self.members)

    @classmethod
    def from_config(cls, config):
        """The script directory that a Config names. CommandError if it names none, or it is not there."""
        location = config.get_alembic_option("script_location")
        if location is None:
            raise CommandError("No 'script_location' key found in configuration.")
        paths = config.get_prepend_sys_paths_list()
        if paths:
            sys.path[:0] = [str(path) for path in paths]
        from ..util.pyfiles import coerce_resource_to_filename

        path = coerce_resource_to_filename(location)
        if not os.path.exists(path):
            raise CommandError(
                "Path doesn't exist: %s.  Please use the 'init' command to create a new scripts folder." % path
            )
        made = cls(None, config=config)
        made._dir = path
        return made

    @memoized_property
    def _environment(self):
        return self.revision_map._ask("environment")

    @property
    def dir(self):
        """Where env.py lies."""
        return self._environment["directory"] if self._dir is None else os.fspath(self._dir)

    @property
    def versions(self):
        """The directory of revisions. CommandError if there are several."""
        found = self._environment["versions"]
        if len(found) > 1:
            raise CommandError("Multiple version_locations present")
        return found[0]

    @property
    def version_locations(self):
        """The directories of revisions."""
        return self._version_locations or self._environment["versions"]

    @property
    def env_py_location(self):
        """The path of env.py."""
        return os.path.join(self.dir, "env.py")

    def walk_revisions(self, base="base", head="heads"):
        """The revisions, newest first."""
        yield from self.revision_map.iterate_revisions(head, base, inclusive=True)

    def iterate_revisions(self, upper, lower, **kw):
        """The revisions from `upper` down to above `lower`."""
        return self.revision_map.iterate_revisions(upper, lower, **kw)

    def get_revision(self, id_):
        """A revision, or None for the base."""
        return self.revision_map.get_revision(id_)

    def get_revisions(self, id_):
        """The revisions that a name, or several, mean."""
        return self.revision_map.get_revisions(id_)

    def get_all_current(self, id_):
        """The tips among what databases at these revisions hold."""
        return set(self.revision_map.get_revisions(id_))

    def as_revision_number(self, id_):
        """The full id that a name means; for `heads` all of them; None for the base."""
        if id_ is None:
            return None
        found = self.revision_map.resolve(id_)
        return None if not found else found if id_ == "heads" else found[0]

    def get_current_head(self):
        """The id of the only head. CommandError if there are several."""
        try:
            return self.revision_map.get_current_head()
        except CommandError as error:
            if type(error.__cause__).__name__ != "MultipleHeads":
                raise
            raise CommandError(
                "The script directory has multiple heads (due to branching).Please use get_heads(), or merge the "
                "branches using alembic merge."
            ) from error.__cause__

    def get_heads(self, consider_depends_on=False):
        """The ids of the heads; with consider_depends_on those only that no other depends on."""
        return list(self.revision_map._real_heads if consider_depends_on else self.revision_map.heads)

    def get_bases(self):
        """The ids of the revisions that follow no other."""
        return list(self.revision_map.bases)

    def get_base(self):
        """The id of the only base. CommandError if there are several."""
        bases = self.get_bases()
        if len(bases) > 1:
            raise CommandError("The script directory has multiple bases. Please use get_bases().")
        return bases[0] if bases else None

    def run_env(self):
        """Execute env.py for the EnvironmentContext that is at work."""
        from limbeck.loader import run_env

        run_env(self.env_py_location)

    def generate_revision(
        self, revid, message, head=None, splice=False, branch_labels=None, version_path=None, depends_on=None, **kw
    ):
        """Write a new revision file; its Script."""
        from .. import command

        if self._config is None:
            raise CommandError("a ScriptDirectory that was made without a Config writes no revisions")
        return command.revision(
            self._config, message=message, rev_id=revid, head=head or "head", splice=splice,
            branch_label=branch_labels, version_path=version_path, depends_on=depends_on
        )

    def _upgrade_revs(self, destination, current_rev):
        return [_Plan("upgrade", destination)]

    def _downgrade_revs(self, destination, current_rev):
        return [_Plan("downgrade", destination)]

    def _stamp_revs(self, revision, heads):
        return [_Plan("stamp", revision)]


class _Plan:
    """What a program's own function wants run_migrations() to do; the engine plans the steps."""

    def __init__(self, verb, revision):
        self.members = {"verb": verb, "revision": revision}


__all__ = ("Script", "ScriptDirectory")
__getattr__ = raise_for(__name__)
