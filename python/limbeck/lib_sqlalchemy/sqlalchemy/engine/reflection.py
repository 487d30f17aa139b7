"""Inspector: what a database has, as SQLAlchemy's dictionaries.

It asks the engine for whole tables (`inspect` of doc/script-host.md) and keeps what it got. A script that looks at one
table after the other makes it read all of them at once. has_*() always look anew.
"""

import enum

from limbeck.missing import raise_for

from .. import exc

__getattr__ = raise_for(__name__)

_ALL = ["columns", "constraints", "indexes"]
_SINGLE_TABLES = 2  # so many are read one by one, before all are


class ObjectKind(enum.Flag):
    """What get_multi_*() look at."""

    TABLE = 1
    VIEW = 2
    MATERIALIZED_VIEW = 4
    ANY_VIEW = 6
    ANY = 7


class ObjectScope(enum.Flag):
    """What get_multi_*() look at."""

    DEFAULT = 1
    TEMPORARY = 2
    ANY = 3


_KINDS = {"view": ObjectKind.VIEW, "materialized_view": ObjectKind.MATERIALIZED_VIEW}


class Inspector:
    """Made by inspect(engine) or inspect(connection)."""

    def __init__(self, bind):
        bind = getattr(bind, "sync_connection", None) or getattr(bind, "sync_engine", None) or bind
        if not hasattr(bind, "connect"):
            raise exc.ArgumentError("an inspector needs an Engine or a Connection, not %r" % (bind,))
        self.bind = bind
        self.engine = bind.engine
        self.dialect = bind.dialect
        self.info_cache = {}  # (schema, table) -> TABLE; (schema, None): all of a schema were read

    @classmethod
    def from_engine(cls, bind):
        """An inspector of an engine or a connection."""
        return cls(bind)

    _construct = from_engine

    def clear_cache(self):
        """Forget what was read."""
        self.info_cache.clear()

    # -- asking

    def _call(self, name, **members):
        bind = self.bind
        if hasattr(bind, "_call"):
            bind._ready()
            return bind._call(name, **members)
        with bind.connect() as connection:
            connection._ready()
            return connection._call(name, **members)

    def _read(self, schema, tables, what):
        return self._call("inspect", schema=schema, tables=tables, what=what)

    def _tables(self, schema, what=(), kinds=("table",)):
        found = self._read(schema, None, list(what)).get("tables", ())
        return [table for table in found if table.get("kind", "table") in kinds]

    def _table(self, name, schema):
        """One table, whole. NoSuchTableError."""
        name, schema = str(name), None if schema is None else str(schema)
        cache = self.info_cache
        if (schema, name) not in cache and (schema, None) not in cache:
            known = sum(1 for key in cache if key[0] == schema)
            wanted = [name] if known < _SINGLE_TABLES else None
            for table in self._read(schema, wanted, _ALL + ["views"]).get("tables", ()):
                cache.setdefault((schema, table["name"]), table)
            if wanted is None:
                cache[schema, None] = True
        if (schema, name) not in cache:
            for table in self._read(schema, [name], _ALL + ["temporary"]).get("tables", ()):
                cache[schema, table["name"]] = table
        try:
            return cache[schema, name]
        except KeyError:
            raise exc.NoSuchTableError("%s.%s" % (schema, name) if schema else name) from None

    def _constraints(self, name, schema, kind):
        return [one for one in self._table(name, schema).get("constraints", ()) if one["kind"] == kind]

    # -- schemas and names

    @property
    def default_schema_name(self):
        return self._call("schemas").get("default")

    def get_schema_names(self, **kw):
        """The names of the schemas."""
        return list(self._call("schemas")["schemas"])

    def has_schema(self, schema_name, **kw):
        return schema_name in self.get_schema_names()

    def get_table_names(self, schema=None, **kw):
        """The names of the tables, sorted."""
        return [table["name"] for table in self._tables(schema)]

    def get_temp_table_names(self, **kw):
        return [table["name"] for table in self._tables(None, ["temporary"])]

    def get_temp_view_names(self, **kw):
        return [table["name"] for table in self._tables(None, ["temporary", "views"], ("view",))]

    def get_foreign_table_names(self, schema=None, **kw):
        return [table["name"] for table in self._tables(schema, ["views"], ("foreign",))]

    def get_view_names(self, schema=None, include=None, **kw):
        """The names of the views; include: "plain", "materialized" or both (SQLAlchemy 1.4), which is usual."""
        kinds = ["view"] if self.dialect.name != "postgresql" or include is None else []
        for one in (include,) if isinstance(include, str) else include or ():
            kinds.append("materialized_view" if one == "materialized" else "view")
        return [table["name"] for table in self._tables(schema, ["views"], kinds)]

    def get_materialized_view_names(self, schema=None, **kw):
        return [table["name"] for table in self._tables(schema, ["views"], ("materialized_view",))]

    def get_view_definition(self, view_name, schema=None, **kw):
        """The text of a view."""
        return self._table(view_name, schema).get("definition")

    def get_sequence_names(self, schema=None, **kw):
        found = self._read(schema, [], ["sequences"]).get("sequences", ())
        return [one["name"] for one in found]

    def get_enums(self, schema=None, **kw):
        """The enums of PostgreSQL: name, schema, visible, labels."""
        wanted = None if schema == "*" else schema
        found = self._read(wanted, [], ["types"]).get("enums", ())
        default = self.dialect.default_schema_name or "public"
        return [
            {"name": one["name"], "schema": one.get("schema") or default, "visible": one.get("visible", False),
             "labels": list(one["labels"])}
            for one in found
        ]

    def get_sorted_table_and_fkc_names(self, schema=None, **kw):
        """Pairs of a table's name and its foreign keys, parents first; last (None, what is left out of cycles)."""
        pending = {name: self.get_foreign_keys(name, schema) for name in self.get_table_names(schema)}
        ordered, left = [], []
        while pending:
            ready = [name for name, keys in pending.items()
                     if not any(key["referred_table"] in pending and key["referred_table"] != name for key in keys)]
            for name in ready or sorted(pending)[:1]:
                keys = pending.pop(name)
                late = [key["name"] for key in keys if key["referred_table"] in pending] if not ready else []
                left += [(name, key) for key in late]
                ordered.append((name, {key["name"] for key in keys if key["name"] not in late}))
        return ordered + [(None, left)]

    def sort_tables_on_foreign_key_dependency(self, consider_schemas=(None,), **kw):
        """get_sorted_table_and_fkc_names() with (schema, name) for names."""
        found = []
        for schema in consider_schemas:
            found += [((schema, name) if name else None, keys)
                      for name, keys in self.get_sorted_table_and_fkc_names(schema)]
        return found

    # -- whether something is there

    def has_table(self, table_name, schema=None, **kw):
        """Whether there is a table or view of that name."""
        name = str(table_name)
        for what in (["views"], ["views", "temporary"]):
            if any(one["name"] == name for one in self._read(schema, [name], what).get("tables", ())):
                return True
        return False

    def has_index(self, table_name, index_name, schema=None, **kw):
        tables = self._read(schema, [table_name], ["indexes"]).get("tables", ())
        return any(index["name"] == index_name for table in tables for index in table.get("indexes", ()))

    def has_sequence(self, sequence_name, schema=None, **kw):
        return sequence_name in self.get_sequence_names(schema)

    # -- one table

    def get_columns(self, table_name, schema=None, **kw):
        """Its columns: name, type, nullable, default, autoincrement, comment; computed and identity where they are."""
        table = self._table(table_name, schema)
        keys = [name for one in table.get("constraints", ()) if one["kind"] == "primary" for name in one["columns"]]
        return [self._column(one, keys) for one in table.get("columns", ())]

    def _column(self, wire, keys):
        from limbeck.reflect import to_type

        name = self.dialect.name
        default = wire.get("default") or {}
        text = default.get("sql", default.get("text"))
        column = {
            "name": wire["name"],
            "type": to_type(wire.get("type"), self.dialect),
            "nullable": wire.get("nullable", True),
            "default": text,
        }
        automatic = wire.get("autoincrement", "auto")
        if name == "sqlite":
            column["autoincrement"] = "auto"
            column["primary_key"] = keys.index(wire["name"]) + 1 if wire["name"] in keys else 0
        else:
            column["autoincrement"] = automatic is True or bool(text and text.startswith("nextval("))
            column["comment"] = wire.get("comment")
        if "identity" in default:
            column["identity"] = dict({"always": False}, **default["identity"])
        if "computed" in default:
            computed = default["computed"]
            column["computed"] = {"sqltext": computed["sql"], "persisted": computed.get("persisted")}
        return column

    def get_pk_constraint(self, table_name, schema=None, **kw):
        """Its primary key: constrained_columns, name."""
        found = self._constraints(table_name, schema, "primary")
        if not found:
            return {"constrained_columns": [], "name": None}
        return {"constrained_columns": list(found[0]["columns"]), "name": found[0].get("name")}

    def get_primary_keys(self, table_name, schema=None, **kw):
        return self.get_pk_constraint(table_name, schema)["constrained_columns"]

    def get_foreign_keys(self, table_name, schema=None, **kw):
        """Its foreign keys: name, constrained_columns, referred_schema, referred_table, referred_columns, options."""
        found = []
        for one in self._constraints(table_name, schema, "foreign"):
            referent = one["referent"]
            options = {key: one[key] for key in ("onupdate", "ondelete", "deferrable", "initially", "match")
                       if one.get(key) is not None}
            found.append({
                "name": one.get("name"),
                "constrained_columns": list(one["columns"]),
                "referred_schema": referent.get("schema"),
                "referred_table": referent["table"],
                "referred_columns": list(referent["columns"]),
                "options": options,
            })
            if self.dialect.supports_constraint_comments:
                found[-1]["comment"] = one.get("comment")
        return found

    def get_unique_constraints(self, table_name, schema=None, **kw):
        """Its unique constraints: name, column_names."""
        found = []
        for one in self._constraints(table_name, schema, "unique"):
            constraint = {"name": one.get("name"), "column_names": list(one["columns"])}
            if self.dialect.name in ("mysql", "mariadb"):
                constraint["duplicates_index"] = one.get("name")
            elif self.dialect.supports_constraint_comments:
                constraint["comment"] = one.get("comment")
            found.append(constraint)
        return found

    def get_check_constraints(self, table_name, schema=None, **kw):
        """Its checks: name, sqltext."""
        return [{"name": one.get("name"), "sqltext": one["sql"]}
                for one in self._constraints(table_name, schema, "check")]

    def get_indexes(self, table_name, schema=None, **kw):
        """Its indexes: name, unique, column_names; expressions and dialect_options where there are such.

        As SQLAlchemy has it, the index behind a unique constraint counts on PostgreSQL (`duplicates_constraint`) and
        on MySQL."""
        table = self._table(table_name, schema)
        primary = [one.get("name") for one in table.get("constraints", ()) if one["kind"] == "primary"]
        found = []
        for one in table.get("indexes", ()):
            behind = one.get("of_constraint")
            if behind and (self.dialect.name == "sqlite" or one["name"] in primary or one["name"] == "PRIMARY"):
                continue
            index = self._index(one)
            if behind and self.dialect.name == "postgresql":
                index["duplicates_constraint"] = one["name"]
            found.append(index)
        return found

    def _index(self, wire):
        index = {"name": wire["name"], "unique": bool(wire.get("unique"))}
        columns = wire.get("columns", ())
        index["column_names"] = [one.get("column") for one in columns]
        if any(one.get("column") is None for one in columns):
            index["expressions"] = [one.get("column") or one.get("sql") for one in columns]
        sorting = {one["column"]: tuple(one["suffix"].lower().replace("nulls ", "nulls_").split())
                   for one in columns if one.get("column") and one.get("suffix")}
        if sorting:
            index["column_sorting"] = sorting
        name = self.dialect.name
        options = {}
        if name == "postgresql":
            index["include_columns"] = options["postgresql_include"] = list(wire.get("includes") or ())
            if wire.get("method") not in (None, "btree"):
                options["postgresql_using"] = wire["method"]
        if wire.get("where"):
            options[name + "_where"] = wire["where"]
        if options or name == "sqlite":
            index["dialect_options"] = options
        return index

    def get_table_comment(self, table_name, schema=None, **kw):
        """Its comment, as {"text": ...}."""
        return {"text": self._table(table_name, schema).get("comment")}

    def get_table_options(self, table_name, schema=None, **kw):
        """Its dialect keywords, such as mysql_engine."""
        return dict(self._table(table_name, schema).get("options") or {})

    def reflect_table(self, table, include_columns=None, exclude_columns=(), resolve_fks=True, **kw):
        """Give a Table the columns and constraints that it has in the database."""
        from limbeck.reflect import load_table

        load_table(table, self.bind, include_columns=include_columns)

    reflecttable = reflect_table

    # -- many tables

    def _multi(self, method, schema, filter_names, kind, scope):
        what = _ALL + ["views"] + (["temporary"] if scope is ObjectScope.TEMPORARY else [])
        found = {}
        for table in self._read(schema, list(filter_names) if filter_names else None, what).get("tables", ()):
            self.info_cache.setdefault((schema, table["name"]), table)
            if _KINDS.get(table.get("kind"), ObjectKind.TABLE) & kind:
                found[schema, table["name"]] = method(table["name"], schema)
        return found

    def __getattr__(self, name):
        single = {"get_multi_indexes": "get_indexes", "get_multi_columns": "get_columns"}.get(name)
        if name.startswith("get_multi_"):
            single = single or "get_" + name[len("get_multi_") :]
            method = getattr(type(self), single, None) or getattr(type(self), single + "s", None)
            if method:
                def get_multi(schema=None, filter_names=None, kind=ObjectKind.TABLE, scope=ObjectScope.DEFAULT, **kw):
                    ask = method.__get__(self)
                    return self._multi(ask, schema, filter_names, kind, scope)

                return get_multi
        raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))


PGInspector = Inspector
