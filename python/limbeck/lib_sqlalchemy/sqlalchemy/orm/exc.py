"""The errors of mapped classes and sessions."""

from limbeck.missing import raise_for

from ..exc import InvalidRequestError, MultipleResultsFound, NoResultFound, SQLAlchemyError  # noqa: F401

__getattr__ = raise_for(__name__)

NO_STATE = (AttributeError, KeyError)


class StaleDataError(SQLAlchemyError):
    """An UPDATE or DELETE did not find its row."""


ConcurrentModificationError = StaleDataError


class FlushError(SQLAlchemyError):
    """Objects cannot be written in the state that they are in."""


class UnmappedError(InvalidRequestError):
    """Something is not mapped."""


class ObjectDereferencedError(SQLAlchemyError):
    """An object is gone."""


class DetachedInstanceError(SQLAlchemyError):
    """An object that is in no session lacks a value."""


class UnmappedInstanceError(UnmappedError):
    """An object's class is not mapped."""

    def __init__(self, obj, msg=None):
        kind = type(obj)
        super().__init__(msg or "Class '%s.%s' is not mapped" % (kind.__module__, kind.__name__))


class UnmappedClassError(UnmappedError):
    """A class is not mapped."""

    def __init__(self, cls, msg=None):
        name = "%s.%s" % (cls.__module__, cls.__name__) if isinstance(cls, type) else repr(cls)
        super().__init__(msg or "Class '%s' is not mapped" % name)


class ObjectDeletedError(InvalidRequestError):
    """The row of an object is gone."""

    def __init__(self, state, msg=None):
        super().__init__(
            msg or "Instance '<%s at 0x%x>' has been deleted, or its row is otherwise not present."
            % (state.class_.__name__, id(state.object))
        )


class UnmappedColumnError(InvalidRequestError):
    """A column belongs to no attribute."""


class LoaderStrategyException(InvalidRequestError):
    """A load option does not fit."""
