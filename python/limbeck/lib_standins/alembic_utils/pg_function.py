"""Functions and procedures of PostgreSQL."""

from .replaceable_entity import ReplaceableEntity


class PGFunction(ReplaceableEntity):
    """CREATE FUNCTION: the signature has the arguments, the definition begins with RETURNS."""

    kind = "FUNCTION"

    @property
    def qualified(self):
        name, bracket, arguments = self.signature.partition("(")
        return '%s."%s"%s' % (self.literal_schema, name.strip().strip('"'), bracket + arguments)

    def _described(self):
        return "%s %s %s" % (self.kind, self.qualified, self.definition)

    def _dropped(self):
        """DROP takes the arguments without their defaults."""
        name, bracket, arguments = self.qualified.partition("(")
        return name + bracket + ", ".join(_without_defaults(arguments)) + (")" if bracket else "")


class PGProcedure(PGFunction):
    """CREATE PROCEDURE."""

    kind = "PROCEDURE"


def _without_defaults(arguments):
    """The arguments of "a int DEFAULT 1, b numeric(9, 2))", each without its default."""
    depth, start = 0, 0
    for at, character in enumerate(arguments):
        if character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        elif depth == 0 and character in ",)":
            yield _without_default(arguments[start:at])
            start = at + 1


def _without_default(argument):
    words = argument.split()
    lower = [word.lower() for word in words]
    if "default" in lower:
        words = words[: lower.index("default")]
    return " ".join(words).partition("=")[0].rstrip(" :")
