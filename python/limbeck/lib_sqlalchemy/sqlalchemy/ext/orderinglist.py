"""Lists of a relationship that keep the place of each object in an attribute of it."""

from limbeck.missing import raise_for

__getattr__ = raise_for(__name__)


class OrderingList(list):
    """A list that numbers its objects."""

    def __init__(self, ordering_attr=None, ordering_func=None, reorder_on_append=False):
        super().__init__()
        self.ordering_attr = ordering_attr
        self.ordering_func = ordering_func or (lambda index, items: index)
        self.reorder_on_append = reorder_on_append

    def reorder(self):
        """Number all objects by their places."""
        for index, item in enumerate(self):
            setattr(item, self.ordering_attr, self.ordering_func(index, self))

    def append(self, item):
        """Add an object behind the others."""
        super().append(item)
        if self.reorder_on_append or getattr(item, self.ordering_attr, None) is None:
            setattr(item, self.ordering_attr, self.ordering_func(len(self) - 1, self))

    def insert(self, index, item):
        """Put an object in a place."""
        super().insert(index, item)
        self.reorder()

    def remove(self, item):
        """Take an object out."""
        super().remove(item)
        self.reorder()

    def pop(self, index=-1):
        """Take the object of a place out."""
        item = super().pop(index)
        self.reorder()
        return item


def ordering_list(attr, count_from=None, ordering_func=None, reorder_on_append=False, **kwargs):
    """A function that makes such lists, for collection_class."""
    if ordering_func is None and count_from:
        ordering_func = lambda index, items: index + count_from  # noqa: E731
    return lambda: OrderingList(attr, ordering_func, reorder_on_append)


def count_from_0(index, collection):
    """Places count from 0."""
    return index


def count_from_1(index, collection):
    """Places count from 1."""
    return index + 1
