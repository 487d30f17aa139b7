"""Names that are found when a statement is compiled: id_1, anon_1."""

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


_UNSAFE = str.maketrans("%() $", "_____")


def anonymous(owner, base):
    """A name for `owner` that starts with `base`."""
    if isinstance(base, _anonymous_label):
        return _anonymous_label("%s%%(%d )s" % (base, owner))
    if not base.isidentifier():
        base = "_".join(part for part in base.translate(_UNSAFE).split("_") if part) if any(
            char in "%() $" for char in base
        ) else base
    return _anonymous_label("%%(%d %s)s" % (owner, base))
