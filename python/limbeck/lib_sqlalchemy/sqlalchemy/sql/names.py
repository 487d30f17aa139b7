"""Names that are found when a statement is compiled: id_1, anon_1."""

import re
from itertools import count

from .naming import _truncated_label


class _anonymous_label(_truncated_label):
    """A name that is found when the statement is compiled: "%(140213 id)s" becomes id_1, id_2, ..."""

    def apply_map(self, names):
        """The name, by the numbers that `names` (an AnonymousNames) gives."""
        return self % names


class AnonymousNames(dict):
    """The numbers given so far: "140213 id" -> "id_1"."""

    def __missing__(self, key):
        base = key.partition(" ")[2]
        number = self.get((base,), 1)
        self[(base,)] = number + 1
        self[key] = name = "%s_%d" % (base, number)
        return name


_UNSAFE = re.compile(r"[%() $]+")
_count = count(-1, -1)


def anonymous(owner, base):
    """A name that starts with `base`, for the element with that id(); None: of its own."""
    if owner is None:
        owner = next(_count)
    if isinstance(base, _anonymous_label):
        return _anonymous_label("%s%%(%d )s" % (base, owner))
    if not base.isidentifier():
        base = _UNSAFE.sub("_", base).strip("_")
    return _anonymous_label("%%(%d %s)s" % (owner, base))
