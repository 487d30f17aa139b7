"""Alembic's revision graph as an oracle: no files, no database.

Where Alembic's order is that of a hashed set, this gives it file order, so that one answer is right. Nothing else is changed:
steps are planned by ScriptDirectory and RevisionMap, rows are moved by HeadMaintainer.
"""

import contextlib
import warnings

from alembic import util
from alembic.runtime import migration
from alembic.script import ScriptDirectory
from alembic.script import revision as alembic_revision


class _Module:
    """Stands for a script: the planner only asks whether it has the functions."""

    @staticmethod
    def upgrade():
        pass

    @staticmethod
    def downgrade():
        pass


class _Revision(alembic_revision.Revision):
    module = _Module
    doc = ""


class _Map(alembic_revision.RevisionMap):
    def _normalize_depends_on(self, revisions, map_):
        super()._normalize_depends_on(revisions, map_)
        order = list(map_)
        for one in revisions:
            one._normalized_resolved_dependencies = tuple(
                sorted(one._normalized_resolved_dependencies, key=order.index)
            )


class _Step(migration.RevisionStep):
    """Sets in the order of the parents; what an older Alembic leaves to chance (a parent that another parent implies, when no other
    row remains) as the newest decides it."""

    def _unmerge_to_revisions(self, heads):
        found = set(super()._unmerge_to_revisions(heads))
        if not set(heads).difference([self.revision.revision]):
            for one in list(found):
                above = self.revision_map._get_ancestor_nodes([self.revision_map.get_revision(one)])
                found -= {other.revision for other in above} - {one}
        return tuple(one for one in self.to_revisions if one in found)

    def merge_branch_idents(self, heads):
        delete, update_from, update_to = super().merge_branch_idents(heads)
        found = {*delete, update_from}
        ordered = [one for one in self.from_revisions if one in found]
        return ordered[:-1], ordered[-1], update_to


class _Rows(migration.HeadMaintainer):
    """Alembic's bookkeeping of rows, written down instead of executed."""

    def __init__(self, rows):
        super().__init__(None, rows)
        self.moves = []

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)
        self.moves.append(["insert", None, version])

    def _delete_version(self, version):
        self.heads.remove(version)
        self.moves.append(["delete", version, None])

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)
        self.moves.append(["update", from_, to_])


@contextlib.contextmanager
def _our_steps():
    before = migration.RevisionStep
    migration.RevisionStep = _Step
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        migration.RevisionStep = before


def _answer(function):
    """{"error": text} for what Alembic tells its user, {"crash": name} for what ends in a traceback."""
    try:
        with _our_steps():
            return function()
    except (util.CommandError, alembic_revision.RevisionError) as error:
        return {"error": str(error)}
    except (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        return {"crash": type(error).__name__}


def _ids(revisions):
    """Ids; what is no revision ("base", None) is a crash of the commands that print them."""
    return [one.revision for one in revisions]


class Oracle:
    """One graph. Every question has the form that graph_dump.c takes, and the same answer."""

    def __init__(self, specs):
        self.scripts = ScriptDirectory.__new__(ScriptDirectory)
        self.map = self.scripts.revision_map = _Map(
            lambda: [
                _Revision(one["id"], tuple(one["down"]) or None, tuple(one["depends"]) or None, tuple(one["labels"]) or None)
                for one in specs
            ]
        )
        self.order = {one["id"]: place for place, one in enumerate(specs)}

    def describe(self):
        def all_of_it():
            revisions = {key: one for key, one in self.map._revision_map.items() if one and key == one.revision}
            return {
                "heads": list(self.map.heads),
                "real_heads": list(self.map._real_heads),
                "bases": list(self.map.bases),
                "real_bases": list(self.map._real_bases),
                "labels": {key: sorted(one.branch_labels) for key, one in revisions.items()},
                "parents": {key: list(one._normalized_down_revisions) for key, one in revisions.items()},
            }

        return _answer(all_of_it)

    def _run(self, steps, rows):
        keeper = _Rows(rows)
        answer = []
        order = [getattr(getattr(step, "revision", None), "revision", None) for step in steps]
        for step, revision in zip(steps, order):
            keeper.moves = []
            try:
                keeper.update_to_step(step)
            except (AssertionError, IndexError, KeyError) as error:
                return {"crash": type(error).__name__, "order": order}
            answer.append({
                "revision": revision,
                "from": list(step.from_revisions_no_deps),
                "to": list(step.to_revisions_no_deps),
                "moves": keeper.moves,
            })
        return {"steps": answer, "rows": sorted(keeper.heads)}

    def ask(self, question):
        return _answer(lambda: getattr(self, "_" + question["ask"])(question))

    def _upgrade(self, question):
        rows = tuple(question["rows"])
        return self._run(self.scripts._upgrade_revs(question["target"], rows), rows)

    def _downgrade(self, question):
        rows = tuple(question["rows"])
        return self._run(self.scripts._downgrade_revs(question["target"], rows), rows)

    def _stamp(self, question):
        rows = tuple(question["rows"])
        return self._run(self.scripts._stamp_revs(tuple(question["targets"]), rows), rows)

    def _history(self, question):
        low, high = (question.get("range") or ":").split(":")
        rows = tuple(question["rows"])
        low = rows if low == "current" else low
        high = rows if high == "current" else high
        return {"ids": _ids(self.scripts.walk_revisions(base=low or "base", head=high or "heads"))}

    def _resolve(self, question):
        return {"ids": _ids(self.scripts.get_revisions(question["typed"]))}

    def _one(self, question):
        found = self.scripts.get_revision(question["typed"])
        return {"ids": _ids([found] if found is not None else [])}

    def _tips(self, question):
        found = self.scripts.get_all_current(tuple(question["rows"]))
        return {"ids": sorted(_ids(found), key=self.order.get)}

    def _parents(self, question):
        """As ScriptDirectory.generate_revision checks them before it writes."""
        with self.scripts._catch_revision_errors(
            multiple_heads="Multiple heads are present; please specify the head revision on which the new revision should be "
                           "based, or perform a merge."
        ):
            found = self.map.get_revisions(question["typed"])
        if len(set(found)) != len(found):
            return {"error": "Duplicate head revisions specified"}
        for one in found:
            if not question["splice"] and not one.is_head:
                return {"error": f"Revision {one.revision} is not a head revision; please specify --splice to create a new "
                                 "branch from this revision"}
        return {"ids": _ids(found)}

    def _depends(self, question):
        found = [(self.scripts.get_revision(one), one) for one in question["typed"]]
        return {"ids": [typed if typed in one.branch_labels else one.revision for one, typed in found]}
