"""sqlalchemy.ext.asyncio: engines, connections and sessions to be awaited.

Everything is done when it is asked for; what is awaited is there already. So each call may also be used without
`await`, and `with` serves as well as `async with`.
"""

from limbeck.missing import lazy

_PLACES = {
    ".engine": "AsyncConnection AsyncEngine AsyncTransaction async_engine_from_config create_async_engine "
    "create_async_pool_from_url",
    ".result": "AsyncMappingResult AsyncResult AsyncScalarResult AsyncTupleResult",
    ".session": "AsyncAttrs AsyncSession AsyncSessionTransaction async_object_session async_scoped_session "
    "async_session async_sessionmaker close_all_sessions",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_table.update(engine=".engine", result=".result", session=".session", done=".done")
__getattr__, __dir__ = lazy(__name__, _table)
