"""What differs between versions of SQLAlchemy, by Alembic's names."""

from limbeck.missing import raise_for

sqla_13 = sqla_14 = sqla_14_18 = sqla_14_26 = sqla_2 = True
sqla_1_4 = False


def constraint_name_defined(name):
    """Whether a constraint has a name, be it one that a convention will give."""
    return name is not None


def constraint_name_string(name):
    """Whether the name is a text."""
    return isinstance(name, str)


def constraint_name_or_none(name):
    """The name if it is a text."""
    return name if isinstance(name, str) else None


def _get_connection_in_transaction(connection):
    in_transaction = getattr(connection, "in_transaction", None)
    return bool(in_transaction()) if in_transaction else False


def _table_for_constraint(constraint):
    from sqlalchemy import ForeignKeyConstraint

    return constraint.parent if isinstance(constraint, ForeignKeyConstraint) else constraint.table


__getattr__ = raise_for(__name__)
