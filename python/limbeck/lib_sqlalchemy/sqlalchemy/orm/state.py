"""sqlalchemy.orm.state: what is known of an object."""

from .attributes import InstanceState, state_of  # noqa: F401
