"""RevisionMap: the graph of revisions, as the limbeck program knows it; Script: one of them; the errors."""

from limbeck.missing import raise_for
from limbeck.scripts import ask

from ..util.langhelpers import memoized_property, to_list, to_tuple
from ..util.messaging import format_as_comma


class RevisionError(Exception):
    """Something is wrong with a revision."""


class MultipleHeads(RevisionError):
    """One head was asked for, and there are several."""

    def __init__(self, heads=(), argument=None):
        self.heads = heads
        self.argument = argument
        super().__init__(
            "Multiple heads are present for given argument '%s'; %s" % (argument, ", ".join(map(str, heads)))
        )


class ResolutionError(RevisionError):
    """No revision, or more than one, is meant by a name."""

    def __init__(self, message, argument=None):
        super().__init__(message)
        self.argument = argument


class RangeNotAncestorError(RevisionError):
    """One end of a range is not above the other."""

    def __init__(self, lower, upper):
        self.lower = lower
        self.upper = upper
        super().__init__("Revision %s is not an ancestor of revision %s" % (lower or "base", upper or "base"))


class CycleDetected(RevisionError):
    """Revisions that follow each other in a circle."""


class DependencyCycleDetected(CycleDetected):
    """Revisions that depend on each other in a circle."""


class LoopDetected(CycleDetected):
    """A revision that follows itself."""


class DependencyLoopDetected(DependencyCycleDetected, LoopDetected):
    """A revision that depends on itself."""


_CAUSES = {"unknown_revision": ResolutionError, "ambiguous": ResolutionError, "graph": RevisionError}


def cause_of(error):
    """What Alembic has behind the CommandError for an error of the engine, or None."""
    if error.kind == "multiple_heads":
        return MultipleHeads(tuple(error.parts.get("heads") or ()), error.parts.get("argument"))
    return _CAUSES[error.kind](error.message) if error.kind in _CAUSES else None


class Revision:
    """A revision of the graph."""

    _db_current_indicator = None

    def __init__(self, wire, members=None):
        self._members = members
        self._module = None
        get = wire.get
        self.revision = wire["revision"]
        self.path = get("path")
        self.longdoc = (get("longdoc") or "").strip()
        down = tuple(get("down") or ())
        self.down_revision = None if not down else down[0] if len(down) == 1 else down
        self.dependencies = _scalar(get("depends_on"))
        self.branch_labels = set(get("branch_labels") or ())
        self._orig_branch_labels = set(get("own_labels") or ())
        self.nextrev = frozenset(get("next") or ())
        self._all_nextrev = frozenset(get("all_next") or get("next") or ())
        self.is_head = bool(get("is_head"))
        self._is_real_head = bool(get("is_real_head", self.is_head))
        self.is_branch_point = bool(get("is_branch_point"))
        self.is_merge_point = bool(get("is_merge_point"))

    @property
    def is_base(self):
        """Whether it follows no other."""
        return self.down_revision is None

    @property
    def _versioned_down_revisions(self):
        return to_tuple(self.down_revision, ())

    @property
    def _all_down_revisions(self):
        return self._versioned_down_revisions + to_tuple(self.dependencies, ())

    def __eq__(self, other):
        return isinstance(other, Revision) and self.revision == other.revision and self.path == other.path

    def __hash__(self):
        return hash(self.revision)

    def __repr__(self):
        return "%s(%r, %r)" % (type(self).__name__, self.revision, self.down_revision)


def _scalar(names):
    names = to_list(names, [])
    return None if not names else names[0] if len(names) == 1 else tuple(names)


class Script(Revision):
    """A revision file."""

    @property
    def module(self):
        """The file, executed."""
        if self._module is None:
            from limbeck.loader import load_file

            self._module = load_file(self.path)
        return self._module

    @property
    def doc(self):
        """The first paragraph of the file's docstring."""
        return self.longdoc.partition("\n\n")[0]

    def _marks(self):
        marks = " (head)" if self._is_real_head else " (effective head)" if self.is_head else ""
        return marks + (" (current)" if self._db_current_indicator else "")

    def _points(self):
        return " (branchpoint)" * self.is_branch_point + " (mergepoint)" * self.is_merge_point

    def _format_down_revision(self):
        return format_as_comma(self._versioned_down_revisions) or "<base>"

    @property
    def log_entry(self):
        """All about the revision, in several lines."""
        lines = [
            "Rev: %s%s%s%s"
            % (self.revision, " (head)" * self.is_head, self._points(),
               " (current)" if self._db_current_indicator else ""),
            "%s: %s" % ("Merges" if self.is_merge_point else "Parent", self._format_down_revision()),
        ]
        for title, names in (
            ("Also depends on", self.dependencies),
            ("Branches into", self.nextrev if self.is_branch_point else ()),
            ("Branch names", self.branch_labels),
        ):
            if names:
                lines.append("%s: %s" % (title, format_as_comma(names)))
        lines += ["Path: %s" % self.path, ""]
        lines += ["    " + line for line in self.longdoc.splitlines()]
        return "\n".join(lines) + "\n"

    def cmd_format(
        self, verbose, include_branches=False, include_doc=False, include_parents=False, tree_indicators=True
    ):
        """The revision in one line, or all about it."""
        if verbose:
            return self.log_entry
        text = self.revision
        if include_parents:
            depends = " (%s)" % format_as_comma(self.dependencies) if self.dependencies else ""
            text = "%s%s -> %s" % (self._format_down_revision(), depends, text)
        if include_branches and self.branch_labels:
            text += " (%s)" % format_as_comma(self.branch_labels)
        text += self._marks() + (self._points() if tree_indicators else "")
        return text + (", " + self.doc if include_doc else "")

    def __str__(self):
        return "%s -> %s%s%s, %s" % (
            self._format_down_revision(), self.revision, " (head)" * self.is_head, self._points(), self.doc
        )


class RevisionMap:
    """The graph of a script directory."""

    def __init__(self, generator=None, *, members=None):
        self._members = members

    def _ask(self, what, **arguments):
        return ask(what, self._members, **arguments)

    def _scripts(self, answer):
        return tuple(Script(wire, self._members) for wire in answer["revisions"])

    @memoized_property
    def heads(self):
        """The ids of the revisions that no other follows."""
        return tuple(self._ask("heads", consider_depends_on=False)["revisions"])

    @memoized_property
    def _real_heads(self):
        return tuple(self._ask("heads", consider_depends_on=True)["revisions"])

    @memoized_property
    def bases(self):
        """The ids of the revisions that follow no other."""
        return tuple(self._ask("bases")["revisions"])

    def get_current_head(self, branch_label=None):
        """The id of the only head, or None. CommandError if there are several."""
        if branch_label is not None:
            found = self.resolve("%s@head" % branch_label)
            return found[0] if found else None
        return self._ask("head")["revision"]

    def get_revision(self, id_):
        """A revision, or None for the base. CommandError if there is none of that name."""
        found = self._ask("revision", id=_one(id_))["revision"]
        return None if found is None else Script(found, self._members)

    def get_revisions(self, id_):
        """The revisions that a name, or several, mean."""
        return self._scripts(self._ask("revisions", ids=[_one(one) for one in to_list(id_, [])]))

    def resolve(self, id_):
        """The full ids that a name means."""
        return tuple(self._ask("resolve", id=_one(id_))["revisions"])

    def iterate_revisions(self, upper, lower, **kw):
        """The revisions from `upper` down to above `lower`."""
        lower_ids = set(self.resolve(lower)) if lower not in (None, "base") and not kw.get("inclusive") else ()
        for script in self._scripts(self._ask("walk", base=_text(lower, "base"), head=_text(upper, "heads"))):
            if script.revision not in lower_ids:
                yield script

    def filter_for_lineage(self, targets, check_against, include_dependencies=False):
        """Those of `targets` that lie on one line with `check_against`."""
        found = set()
        for revision in self.get_revisions(check_against):
            for upper, lower in ((revision.revision, "base"), ("heads", revision.revision)):
                found.update(one.revision for one in self.iterate_revisions(upper, lower, inclusive=True))
        return tuple(one for one in targets if (getattr(one, "revision", one)) in found)

    def __iter__(self):
        return iter(self._scripts(self._ask("walk", base="base", head="heads")))


def _one(id_):
    return getattr(id_, "revision", id_)


def _text(id_, default):
    id_ = default if id_ is None else id_
    if isinstance(id_, (tuple, list, set, frozenset)):
        ids = [str(_one(one)) for one in id_]
        return ids[0] if len(ids) == 1 else ids or default
    return str(_one(id_))


__getattr__ = raise_for(__name__)
