"""sqlalchemy.orm: mapped classes and sessions."""

from limbeck.missing import lazy

_PLACES = {
    ".mapped": "DynamicMapped Mapped MappedColumn WriteOnlyMapped mapped_column orm_insert_sentinel",
    ".decl_api": "DeclarativeBase DeclarativeBaseNoMeta DeclarativeMeta MappedAsDataclass add_mapped_attribute "
    "as_declarative declarative_base declarative_mixin declared_attr has_inherited_table mapped_as_dataclass "
    "registry synonym_for",
    ".properties": "ColumnProperty Composite CompositeProperty MapperProperty Synonym SynonymProperty "
    "column_property composite deferred query_expression synonym",
    ".relationships": "CascadeOptions MANYTOMANY MANYTOONE ONETOMANY Relationship RelationshipDirection "
    "RelationshipProperty backref dynamic_loader foreign relation relationship remote",
    ".mapper": "Mapper class_mapper clear_mappers configure_mappers object_mapper reconstructor validates",
    ".attributes": "InstanceState InstrumentedAttribute QueryableAttribute",
    ".collections": "attribute_keyed_dict attribute_mapped_collection column_keyed_dict column_mapped_collection "
    "keyfunc_mapping mapped_collection",
    ".entities": "AliasedClass Bundle aliased join outerjoin with_parent",
    ".strategy_options": "Load contains_eager defaultload defer immediateload joinedload lazyload load_only "
    "noload raiseload selectin_polymorphic selectinload subqueryload undefer undefer_group with_expression",
    ".session": "Session SessionTransaction close_all_sessions make_transient make_transient_to_detached "
    "object_session sessionmaker was_deleted",
    ".scoping": "scoped_session",
    ".query": "Query",
    ".interfaces": "InspectionAttr ORMExecuteState PropComparator UserDefinedOption",
}
_table = {name: place for place, names in _PLACES.items() for name in names.split()}
_SUBMODULES = (
    "attributes base collections decl_api entities exc interfaces mapped mapper properties query relationships scoping "
    "session state strategy_options util "
)
_table.update({name: "." + name for name in _SUBMODULES.split()})
__getattr__, __dir__ = lazy(__name__, _table)
