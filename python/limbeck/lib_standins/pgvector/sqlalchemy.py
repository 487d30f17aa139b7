"""The types of pgvector."""

from limbeck_standin import sql_type


def _sized(name):
    return lambda dim=None, **kw: name if dim is None else "%s(%d)" % (name, dim)


VECTOR = Vector = sql_type("VECTOR", _sized("VECTOR"), __name__)
HALFVEC = sql_type("HALFVEC", _sized("HALFVEC"), __name__)
SPARSEVEC = sql_type("SPARSEVEC", _sized("SPARSEVEC"), __name__)
BIT = sql_type("BIT", lambda length=None: "BIT" if length is None else "BIT(%d)" % length, __name__)
