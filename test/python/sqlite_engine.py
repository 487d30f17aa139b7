#!/usr/bin/env python3
"""A stand-in for the limbeck program: `sqlite_engine.py serve` answers the calls of doc/script-host.md over sqlite3.

Enough of them for the tests of limbeck's `sqlalchemy`; it is a program of its own, so that the conversation is tested too.
"""

import base64
import json
import os
import re
import socket
import sqlite3
import sys

CODES = {sqlite3.IntegrityError: "SQLITE_CONSTRAINT", sqlite3.OperationalError: "SQLITE_ERROR"}


class Refused(Exception):
    """An error of the engine's own."""

    def __init__(self, message, **parts):
        Exception.__init__(self, message)
        self.parts = dict({"kind": "database", "message": message}, **parts)


def from_wire(value):
    if not isinstance(value, dict):
        return value
    (kind, inner), = value.items()
    if kind == "bytes":
        return base64.b64decode(inner)
    if kind == "number":
        return float(inner)
    if kind == "array":
        return json.dumps([from_wire(item) for item in inner])
    return inner


def to_wire(value):
    return {"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def in_style(sql, style, sets):
    """The statement in sqlite3's manner."""
    if style == "format":
        return sql.replace("%s", "?").replace("%%", "%")
    if style == "pyformat":
        return re.sub(r"%\((\w+)\)s", r":\1", sql).replace("%%", "%")
    if style == "named":
        for name in re.findall(r"(?<![:\w\\]):(\w+)", re.sub(r"'[^']*'", "", sql)):
            if any(name not in one for one in sets):
                raise Refused("A value is required for bind parameter '%s'" % name, kind="script")
        return sql.replace("\\:", ":")
    return sql


class Engine:
    """The calls of a host, do_NAME(message) each."""

    def __init__(self, sock):
        self.sock = sock
        self.file = sock.makefile("rb")
        self.connections = {}
        self.results = {}
        self.statements = []  # what was executed, for `statements`
        self.next = 1

    def send(self, message):
        self.sock.sendall((json.dumps(message) + "\n").encode())

    def serve(self):
        for line in self.file:
            message = json.loads(line)
            if "call" not in message:
                continue
            try:
                answer = {"ok": getattr(self, "do_" + message["call"])(message) or {}}
            except Refused as failure:
                answer = {"error": failure.parts}
            except sqlite3.Error as failure:
                code = CODES.get(type(failure), "SQLITE_ERROR")
                answer = {"error": {"kind": "database", "message": str(failure), "sqlstate": code}}
            self.send(answer)

    def number(self):
        self.next += 1
        return self.next

    # -- for tests

    def do_echo(self, message):
        return message["value"]

    def do_statements(self, message):
        """What was executed since this was asked last."""
        found, self.statements = self.statements, []
        return {"statements": found, "results": len(self.results), "connections": len(self.connections)}

    # -- connections

    def do_connect(self, message):
        if "refused" in message["url"]:
            raise Refused("no such server", kind="connect")
        path = re.match(r"sqlite[+\w]*:///?([^?]*)", message["url"]).group(1)
        number = self.number()
        self.connections[number] = sqlite3.connect(path or ":memory:", isolation_level=None)
        return {"connection": number, "dialect": "sqlite", "version": 3040001, "impl": "SQLiteImpl", "database": path,
                "schema": None}

    def connection(self, message):
        return self.connections[message["connection"]]

    def do_disconnect(self, message):
        self.connections.pop(message["connection"]).close()

    def say(self, message, sql):
        self.statements.append(sql)
        self.connection(message).execute(sql)

    def do_begin(self, message):
        self.say(message, "BEGIN")

    def do_commit(self, message):
        if self.connection(message).in_transaction:
            self.say(message, "COMMIT")

    def do_rollback(self, message):
        if self.connection(message).in_transaction:
            self.say(message, "ROLLBACK")

    # -- statements

    def do_execute(self, message):
        sets = message.get("many", [message.get("params") or ()])
        sql = in_style(message["sql"], message["style"], sets)
        self.statements.append(message["sql"])
        database = self.connection(message)
        changed = 0
        for one in sets:
            if isinstance(one, dict):
                one = {key: from_wire(value) for key, value in one.items()}
            else:
                one = [from_wire(value) for value in one]
            cursor = database.execute(sql, one)
            changed += max(cursor.rowcount, 0)
        answer = {"columns": None, "rows": [], "more": False, "result": None, "changed": changed,
                  "insert_id": cursor.lastrowid or 0}
        if cursor.description:
            answer["columns"] = [{"name": one[0], "type": None} for one in cursor.description]
            rows = [[to_wire(value) for value in row] for row in cursor]
            answer["rows"], rest = rows[:100], rows[100:]
            answer["changed"] = changed or -1
            if rest:
                answer["more"], answer["result"] = True, self.number()
                self.results[answer["result"]] = rest
        return answer

    def do_fetch(self, message):
        rest = self.results.pop(message["result"])
        rows, rest = rest[: message["n"]], rest[message["n"] :]
        if rest:
            self.results[message["result"]] = rest
        return {"rows": rows, "more": bool(rest)}

    def do_release(self, message):
        del self.results[message["result"]]

    def do_operation(self, message):
        """Of tables only: CREATE TABLE as far as tests of mapped classes need it, and DROP TABLE."""
        operation = message["operation"]
        if operation["op"] == "drop_table":
            return self.say(message, 'DROP TABLE "%s"' % operation["name"])
        if operation["op"] != "create_table":
            raise Refused("no such operation here", kind="unsupported")
        table = operation["table"]
        lines = []
        primary = [one["columns"] for one in table["constraints"] if one["kind"] == "primary"]
        alone = primary[0][0] if primary and len(primary[0]) == 1 else None
        for column in table["columns"]:
            kind = "INTEGER" if column["type"]["type"] in ("Integer", "INTEGER") else column["type"]["type"]
            line = '"%s" %s' % (column["name"], kind)
            line += " PRIMARY KEY" if column["name"] == alone else ""
            if column.get("default"):
                default = column["default"]
                line += " DEFAULT (%s)" % (default.get("sql") or "'%s'" % default["text"])
            lines.append(line)
        for one in table["constraints"]:
            names = ", ".join('"%s"' % name for name in one.get("columns", ()))
            if one["kind"] == "primary" and not alone:
                lines.append("PRIMARY KEY (%s)" % names)
            elif one["kind"] == "unique":
                lines.append("UNIQUE (%s)" % names)
            elif one["kind"] == "foreign":
                lines.append("FOREIGN KEY (%s) REFERENCES \"%s\"" % (names, one["referent"]["table"]))
        self.say(message, 'CREATE TABLE "%s" (%s)' % (table["name"], ", ".join(lines)))

    # -- the catalogue

    def do_facts(self, message):
        return {"name": message["dialect"], "quote": '""', "reserved": ["order", "select", "group", "user"]}

    def do_schemas(self, message):
        return {"schemas": ["main"], "default": "main"}

    def do_inspect(self, message):
        database = self.connection(message)
        master = "sqlite_temp_master" if "temporary" in message["what"] else "sqlite_master"
        kinds = ("table", "view") if "views" in message["what"] else ("table",)
        self.statements.append("inspect %s" % (message["tables"],))
        found = []
        for kind, name, sql in list(database.execute("select type, name, sql from %s order by name" % master)):
            if kind in kinds and (message["tables"] is None or name in message["tables"]):
                found.append(self.table(database, kind, name, sql, message["what"]))
        return {"tables": found}

    @staticmethod
    def table(database, kind, name, sql, what):
        table = {"name": name, "kind": kind, "definition": sql if kind == "view" else None, "constraints": []}
        columns = list(database.execute("pragma table_info('%s')" % name))
        if "columns" in what:
            table["columns"] = []
            for _, column, type_, required, default, _ in columns:
                word, _, length = type_.rstrip(")").partition("(")
                table["columns"].append({"name": column, "type": {"type": word.upper() or "NUMERIC"}, "nullable": not required})
                if length:
                    table["columns"][-1]["type"]["length"] = int(length)
                if default is not None:
                    table["columns"][-1]["default"] = {"sql": default}
        keys = [row[1] for row in sorted(columns, key=lambda row: row[5]) if row[5]]
        table["constraints"] += [{"kind": "primary", "name": None, "columns": keys}] if keys else []
        for row in database.execute("pragma foreign_key_list('%s')" % name):
            table["constraints"].append({"kind": "foreign", "name": None, "columns": [row[3]],
                                         "ondelete": None if row[6] == "NO ACTION" else row[6],
                                         "referent": {"table": row[2], "columns": [row[4]]}})
        table["indexes"] = []
        for row in database.execute("pragma index_list('%s')" % name):
            names = [one[2] for one in database.execute("pragma index_info('%s')" % row[1])]
            if row[3] == "u":
                table["constraints"].append({"kind": "unique", "name": None, "columns": names})
            table["indexes"].append({"name": row[1], "table": name, "unique": bool(row[2]), "of_constraint": row[3] != "c",
                                     "columns": [{"column": one} for one in names]})
        return table


if __name__ == "__main__":
    if sys.argv[1:] != ["serve"]:
        sys.exit("usage: sqlite_engine.py serve")
    Engine(socket.socket(fileno=int(os.environ["LIMBECK_HOST_FD"]))).serve()
