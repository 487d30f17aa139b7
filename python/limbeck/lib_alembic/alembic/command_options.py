"""The options of the command that env.py runs for, as `config.cmd_opts` has them."""


class CommandOptions:
    """`x`, `quiet`, `sql`, `tag`, `revision`, `autogenerate`, ...: what was given on the command line.

    An option that the command does not have is an AttributeError, as with argparse."""

    def __init__(self, message):
        self.x = list(message.get("x") or []) or None
        self.raiseerr = self.quiet = False
        self.name = (message.get("config") or {}).get("section") or "alembic"
        self.config = (message.get("config") or {}).get("file")
        self.__dict__.update(message.get("options") or {})
        self._command = message.get("command")

    @property
    def cmd(self):
        """(function, names of positional arguments, names of options) of the command."""
        from . import command

        function = getattr(command, self._command or "", None)
        names = [name for name in vars(self) if not name.startswith("_")]
        return function, [name for name in names if name in ("revision", "revisions")], names

    def __contains__(self, name):
        return name in vars(self)

    def __repr__(self):
        return "Namespace(%s)" % ", ".join("%s=%r" % item for item in vars(self).items() if item[0][0] != "_")
