"""Names that revision files ask of limbeck's `alembic` and `sqlalchemy` and that are not there: found before anything
runs, by reading the files.

A quick search goes first; the file is parsed only if that finds something, since it may be in a string or a comment.
"""

import sys

_MODULE = type(sys)
_patterns = {}  # the names of a file's modules -> what finds `name.name` in its source
_shapes = set()  # of files that were fine
_CODE = compile("", "", "exec").__class__
_there = {}  # the same with the modules -> what was found and is there


class Lacking:
    """A name that is not there, and where it is used."""

    def __init__(self, path, line, name):
        self.path = path
        self.line = line
        self.name = name


def lacking(modules):
    """What the revision files of these modules use in vain."""
    found = []
    for module in modules:
        path = module.__file__
        aliases = {
            name: value for name, value in module.__dict__.items() if value.__class__ is _MODULE and _is_ours(value)
        }
        if not aliases or not path.endswith(".py"):
            continue
        # Code of the same instructions and names as that of a file that was fine asks for nothing else.
        shape = tuple(aliases.items()), _shape(module.__dict__["__limbeck_code__"])
        if shape in _shapes:
            continue
        with open(path, "rb", 0) as file:
            source = file.read()
        there = _there.setdefault(tuple(aliases.items()), set())
        fresh = _search(aliases, source) - there
        fine = {(alias, chain) for alias, chain in fresh if _has(aliases[alias.decode()], chain.decode())}
        there |= fine
        if len(fine) < len(fresh):
            found += _look_closely(path, source, aliases)
        else:
            _shapes.add(shape)
    return found


def _shape(code):
    """What a code object does, without its constants."""
    inner = [_shape(constant) for constant in code.co_consts if constant.__class__ is _CODE]
    return code.co_code, code.co_names, code.co_varnames, *inner


def _is_ours(module):
    return module.__name__.partition(".")[0] in ("alembic", "sqlalchemy")


def _search(aliases, source):
    """Each `alias.name.name` in the source, once, as (alias, "name.name")."""
    key = tuple(aliases)
    pattern = _patterns.get(key)
    if pattern is None:
        import re

        names = "|".join(sorted(map(re.escape, aliases), key=len, reverse=True))
        pattern = _patterns[key] = re.compile((r"(?<![\w.])(%s)\.(\w+(?:\.\w+)*)" % names).encode(), re.ASCII)
    return set(pattern.findall(source))


def _has(module, chain):
    return _first_lacking(module, chain.split(".")) is None


def _first_lacking(module, names):
    """The full name of the first of `names` that is not there; None if all are. Only modules are looked into."""
    for name in names:
        try:
            value = getattr(module, name)
        except AttributeError:
            return "%s.%s" % (module.__name__, name)
        except Exception:
            return None  # something else is wrong with it, which shows when it is used
        if value.__class__ is not _MODULE or not _is_ours(value):
            return None
        module = value
    return None


def _look_closely(path, source, aliases):
    import ast

    tree = ast.parse(source)
    guarded = _guarded(ast, tree)
    rebound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    rebound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    found = []
    for node in ast.walk(tree):
        names = []
        inner = node
        while isinstance(inner, ast.Attribute):
            names.insert(0, inner.attr)
            inner = inner.value
        if not names or not isinstance(inner, ast.Name) or inner.id not in aliases or inner.id in rebound:
            continue
        name = _first_lacking(aliases[inner.id], names)
        if name is not None and node not in guarded and (name, node.lineno) not in {(o.name, o.line) for o in found}:
            found.append(Lacking(path, node.lineno, name))
    return found


def _guarded(ast, tree):
    """Nodes below a `try:` that catches something, or an `if hasattr(...)`: the script is prepared that they fail."""
    nodes = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.handlers:
            bodies = node.body
        elif isinstance(node, (ast.If, ast.IfExp)) and any(
            isinstance(part, ast.Name) and part.id == "hasattr" for part in ast.walk(node.test)
        ):
            bodies = node.body if isinstance(node.body, list) else [node.body]
        else:
            continue
        for body in bodies:
            nodes.update(ast.walk(body))
    return nodes
