"""Config: the configuration of a script directory; main(): the command line."""

import os
import sys

from .util.exc import CommandError
from .util.langhelpers import immutabledict, memoized_property

_SEPARATORS = {"space": " ", "newline": "\n", "os": os.pathsep, ":": ":", ";": ";"}


class Config:
    """The options of an ini file, of pyproject.toml, and those that a program has set.

    file_: the ini file; None: none. toml_file: pyproject.toml. ini_section: where the options stand in the ini file.
    """

    def __init__(
        self, file_=None, toml_file=None, ini_section="alembic", output_buffer=None, stdout=None, cmd_opts=None,
        config_args=immutabledict(), attributes=None
    ):
        self.config_file_name = os.fspath(file_) if file_ else None
        self.toml_file_name = os.fspath(toml_file) if toml_file else None
        self.config_ini_section = ini_section
        self.output_buffer = output_buffer
        self.stdout = sys.stdout if stdout is None else stdout
        self.cmd_opts = cmd_opts
        self.config_args = dict(config_args)
        self.toml_args = dict(config_args)
        self._set = {}  # section -> {name: value}, of what set_section_option() was told
        if attributes:
            self.attributes.update(attributes)

    @classmethod
    def of_engine(cls, message):
        """The configuration that the engine has read, from its message."""
        from .command_options import CommandOptions

        wire = message.get("config") or {}
        config = cls(
            wire.get("file"), toml_file=wire.get("toml"), ini_section=wire.get("section") or "alembic",
            cmd_opts=CommandOptions(message),
        )
        for name, value in (wire.get("options") or {}).items():
            config.set_main_option(name, value.replace("%", "%%"))
        return config

    @property
    def members(self):
        """What the engine is told of the configuration."""
        wire = {"file": self.config_file_name, "toml": self.toml_file_name, "section": self.config_ini_section}
        wire["options"] = dict(self._set.get(self.config_ini_section, ()))
        given = {key: str(value) for key, value in self.config_args.items() if key != "here"}
        if given:
            wire["args"] = given
        return wire

    @memoized_property
    def attributes(self):
        """A dictionary for what a program wants env.py to have."""
        return {}

    def print_stdout(self, text, *arg):
        """Write a line to `stdout`."""
        from .util.messaging import write_outstream

        write_outstream(self.stdout, str(text) % arg if arg else str(text), "\n", **self.messaging_opts)

    @memoized_property
    def messaging_opts(self):
        """Keywords for the functions of alembic.util.messaging."""
        return immutabledict(quiet=getattr(self.cmd_opts, "quiet", False))

    # ---- the ini file

    @memoized_property
    def file_config(self):
        """The ini file, as a ConfigParser; `here` is its directory."""
        from configparser import ConfigParser

        from .util.compat import read_config_parser

        path = self.config_file_name
        here = os.path.dirname(os.path.abspath(path)) if path else "."
        self.config_args["here"] = here.replace(os.sep, "/")
        parser = ConfigParser(self.config_args)
        if path:
            read_config_parser(parser, [path])
        else:
            parser.add_section(self.config_ini_section)
        return parser

    def get_template_directory(self):
        """Where the templates of `init` lie."""
        return os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")

    def get_section(self, name, default=None):
        """The options of a section as a dict."""
        if not self.file_config.has_section(name):
            return default
        return dict(self.file_config.items(name))

    def set_main_option(self, name, value):
        """Set an option of the main section; `%` is written as `%%`."""
        self.set_section_option(self.config_ini_section, name, value)

    def remove_main_option(self, name):
        """Forget an option of the main section."""
        self.file_config.remove_option(self.config_ini_section, name)
        self._set.get(self.config_ini_section, {}).pop(name, None)

    def set_section_option(self, section, name, value):
        """Set an option of a section; `%` is written as `%%`."""
        if not self.file_config.has_section(section):
            self.file_config.add_section(section)
        self.file_config.set(section, name, value)
        self._set.setdefault(section, {})[name] = value

    def get_section_option(self, section, name, default=None):
        """An option of a section. CommandError if there is no such section."""
        if not self.file_config.has_section(section):
            raise CommandError(
                "No config file %r found, or file has no '[%s]' section" % (self.config_file_name, section)
            )
        if self.file_config.has_option(section, name):
            return self.file_config.get(section, name)
        return default

    def get_main_option(self, name, default=None):
        """An option of the main section."""
        return self.get_section_option(self.config_ini_section, name, default)

    def get_alembic_option(self, name, default=None):
        """An option of the main section, else of pyproject.toml."""
        if self.file_config.has_option(self.config_ini_section, name):
            return self.file_config.get(self.config_ini_section, name)
        return self._toml_value(name, default)

    def get_alembic_boolean_option(self, name):
        """A yes or no: `true` in the ini file, a boolean in pyproject.toml."""
        if self.file_config.has_option(self.config_ini_section, name):
            return self.file_config.get(self.config_ini_section, name) == "true"
        value = self.toml_alembic_config.get(name, False)
        if not isinstance(value, bool):
            raise CommandError("boolean value expected for TOML parameter %r" % name)
        return value

    # ---- pyproject.toml

    @memoized_property
    def toml_alembic_config(self):
        """[tool.alembic] of pyproject.toml."""
        if not self.toml_file_name or not os.path.exists(self.toml_file_name):
            return {}
        here = os.path.dirname(os.path.abspath(self.toml_file_name))
        self.toml_args["here"] = here.replace(os.sep, "/")
        try:
            import tomllib
        except ImportError:
            import tomli as tomllib
        with open(self.toml_file_name, "rb") as file:
            found = tomllib.load(file).get("tool", {}).get("alembic", {})
        if not isinstance(found, dict):
            raise CommandError("Incorrect TOML format")
        return found

    def _toml_value(self, name, default=None):
        if name not in self.toml_alembic_config:
            return default
        value = self.toml_alembic_config[name]
        if isinstance(value, int):
            return value
        filled = self._filled(value)
        if filled is None and value is not None:
            raise CommandError("unsupported TOML value type for key: %r" % name)
        return filled

    def _filled(self, value):
        """The value with `%(here)s` and its like filled in; None for a type that no option has."""
        if isinstance(value, str):
            return value % self.toml_args
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        return None

    # ---- options with a form of their own

    def _separator(self, *names):
        for name in names:
            word = self.get_main_option(name)
            if word is not None:
                break
        else:
            return None
        if word not in _SEPARATORS:
            raise ValueError(
                "'%s' is not a valid value for %s; expected 'space', 'newline', 'os', ':', ';'" % (word, name)
            )
        return _SEPARATORS[word]

    def _path_list(self, option, legacy, *separators):
        text = self.file_config.get(self.config_ini_section, option, fallback=None)
        if not text:
            return self._toml_value(option)
        separator = self._separator(*separators)
        if separator is not None:
            return [path.strip() for path in text.split(separator) if path]
        import re

        return re.split(legacy, text)

    def get_version_locations_list(self):
        """The directories of revisions, or None."""
        return self._path_list("version_locations", r", *|(?: +)", "path_separator", "version_path_separator")

    def get_prepend_sys_paths_list(self):
        """What goes first on sys.path, or None."""
        return self._path_list("prepend_sys_path", r", *|(?: +)|\:", "path_separator")

    def get_hooks_list(self):
        """The post-write hooks, each a dict of its options, with its name at `_hook_name`."""
        if not self.file_config.has_section("post_write_hooks"):
            hooks = [dict(hook) for hook in self._toml_value("post_write_hooks", [])]
            return [dict(hook, _hook_name=hook.pop("name")) for hook in hooks]
        section = self.get_section("post_write_hooks", {})
        hooks = []
        for name in section.get("hooks", "").replace(",", " ").split():
            options = {key[len(name) + 1 :]: section[key] for key in section if key.startswith(name + ".")}
            hooks.append(dict(options, _hook_name=name))
        return hooks


class CommandLine:
    """The command line as a program can call it."""

    def __init__(self, prog=None):
        self.prog = prog
        self._own = {}

    def register_command(self, fn):
        """Add a command: a function of a Config."""
        self._own[fn.__name__] = fn

    def main(self, argv=None):
        """Run what `argv` (sys.argv without the program) says, and exit with its status if that is not 0."""
        argv = list(sys.argv[1:] if argv is None else argv)
        if argv and argv[0] in self._own:
            return self._own[argv[0]](Config(os.environ.get("ALEMBIC_CONFIG", "alembic.ini")), *argv[1:])
        from .command import run_argv

        status = run_argv(argv)
        if status:
            sys.exit(status)
        return None

    def run_cmd(self, config, options):
        """Run the command of parsed options: (function, positional names, keyword names) at `cmd`."""
        function, positional, keywords = options.cmd
        function(
            config, *[getattr(options, name) for name in positional],
            **{name: getattr(options, name) for name in keywords}
        )


def main(argv=None, prog=None, **kwargs):
    """The command line `alembic`."""
    CommandLine(prog=prog).main(argv=argv)
