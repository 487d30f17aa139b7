"""alembic.config.Config: the same answers as Alembic's for the same file, and what Alembic 1.8 does not have yet."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

PYTHON = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "python"))
OURS = os.pathsep.join([PYTHON, os.path.join(PYTHON, "limbeck", "lib_alembic")])

INI = """
[DEFAULT]
shared = from-default

[alembic]
script_location = %(here)s/scripts
Mixed_Case = value
percent = 100%%
url = postgresql://u:p%%40w@h/d
both = %(shared)s and %(percent)s
empty =
continued = one
    two
    three
colon: yes
; a comment
# another
trailing = text  ; not a comment
quoted = "as it is"
version_locations = %(here)s/a %(here)s/b, c
prepend_sys_path = .:lib other
unicode = gr\u00fc\u00df dich

[other]
sqlalchemy.url = sqlite:///%(here)s/x.db
extra = %(injected)s

[broken]
bad = %(nowhere)s
worse = 50%

[post_write_hooks]
hooks = black, isort
black.type = console_scripts
black.entrypoint = black
black.options = -l 79 REVISION_SCRIPT_FILENAME
isort.type = exec
isort.executable = %(here)s/isort
"""


def answers(path, project, script):
    """What a script prints as JSON under a PYTHONPATH."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script)], cwd=str(project), check=True,
        stdout=subprocess.PIPE, env=dict(environment, PYTHONPATH=path, LC_ALL="C.UTF-8"),
    )
    return json.loads(done.stdout)


def both(project, script):
    """The answers of Debian's Alembic, which ours must be equal to."""
    ours, theirs = answers(OURS, project, script), answers("", project, script)
    assert ours == theirs
    return ours


@pytest.fixture
def project(tmp_path):
    (tmp_path / "alembic.ini").write_text(INI, encoding="utf-8")
    return tmp_path


ASK = """
import json
from alembic.config import Config
config = Config("alembic.ini", config_args={"injected": "from-args"})
found = []
def ask(function, *args):
    try:
        found.append(function(*args))
    except Exception as error:
        found.append([type(error).__name__, str(error)])
"""


def test_options_and_interpolation(project):
    found = both(
        project,
        ASK + """
for key in ("script_location", "mixed_case", "MIXED_CASE", "percent", "url", "both", "empty", "none", "continued",
            "colon", "trailing", "quoted", "shared", "here", "injected", "missing", "unicode"):
    ask(config.get_main_option, key)
    ask(config.get_main_option, key, "default")
for section in ("alembic", "other", "broken", "nowhere", "post_write_hooks"):
    ask(config.get_section, section)
    ask(config.get_section_option, section, "extra", "x")
    ask(config.get_section_option, section, "bad")
    ask(config.get_section_option, section, "worse")
print(json.dumps(found))
""",
    )
    assert found[0] == str(project / "scripts")


def test_what_is_set_and_removed(project):
    both(
        project,
        ASK + """
ask(config.set_main_option, "url", "postgresql://a:b@h/d")
ask(config.set_main_option, "url", "half%")
ask(config.set_main_option, "url", 5)
ask(config.set_main_option, "new", "%(shared)s!")
ask(config.set_section_option, "made", "key", "100%%")
ask(config.remove_main_option, "percent")
ask(config.remove_main_option, "never_there")
for key in ("url", "new", "percent"):
    ask(config.get_main_option, key)
ask(config.get_section, "made")
print(json.dumps(found))
""",
    )


def test_a_config_without_a_file(project):
    both(
        project,
        """
import json
from alembic.config import Config
config = Config()
config.set_main_option("script_location", "x")
found = [config.get_main_option("script_location"), sorted(set(config.get_section("alembic")) - {"here"}),
         config.config_file_name,
         config.config_ini_section, config.attributes, config.get_section("other"), config.cmd_opts]
named = Config(ini_section="mine", attributes={"a": 1})
named.set_main_option("x", "y")
found += [named.get_main_option("x"), named.attributes, named.config_ini_section]
print(json.dumps(found))
""",
    )


def test_print_stdout(project):
    both(
        project,
        """
import io, json
from alembic.config import Config
out = io.StringIO()
config = Config("alembic.ini", stdout=out)
config.print_stdout("%s of %s", 1, 2)
config.print_stdout("100% as it is")
print(json.dumps(out.getvalue()))
""",
    )


def test_a_missing_file_is_an_error_when_something_is_asked(project):
    both(
        project,
        """
import json
from alembic.config import Config
try:
    Config("gone.ini").get_main_option("script_location")
except Exception as error:
    print(json.dumps([type(error).__module__, type(error).__name__, str(error)]))
""",
    )


@pytest.fixture
def config():
    from alembic.config import Config

    return Config


def test_here_without_a_file_is_the_working_directory(config):
    made = config()
    made.set_main_option("script_location", "%(here)s/x")
    assert made.get_main_option("script_location") == "./x"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("version_locations = a b, c", ["a", "b", "c"]),
        ("path_separator = space\nversion_locations = a  b", ["a", "b"]),
        ("path_separator = newline\nversion_locations =\n    a\n    b", ["a", "b"]),
        ("path_separator = :\nversion_locations = a:b c", ["a", "b c"]),
        ("path_separator = ;\nversion_locations = a;b", ["a", "b"]),
        ("version_path_separator = os\nversion_locations = a:b", ["a", "b"]),
        ("", None),
    ],
)
def test_lists_of_paths(config, tmp_path, text, expected):
    path = tmp_path / "x.ini"
    path.write_text("[alembic]\n" + text)
    assert config(str(path)).get_version_locations_list() == expected


def test_an_unknown_separator(config, tmp_path):
    path = tmp_path / "x.ini"
    path.write_text("[alembic]\npath_separator = comma\nversion_locations = a\n")
    with pytest.raises(ValueError, match="'comma' is not a valid value for path_separator; expected 'space', "):
        config(str(path)).get_version_locations_list()


def test_pyproject(config, tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[tool.alembic]\nscript_location = "%(here)s/m"\nfile_template = "%%(rev)s"\nsourceless = true\n'
        'prepend_sys_path = [".", "%(here)s/lib"]\ntruncate_slug_length = 30\nodd = 1.5\nword = "yes"\n'
        '[[tool.alembic.post_write_hooks]]\nname = "ruff"\ntype = "module"\nmodule = "ruff"\n'
    )
    made = config(toml_file=str(tmp_path / "pyproject.toml"))
    assert made.get_alembic_option("script_location") == "%s/m" % tmp_path
    assert made.get_alembic_option("file_template") == "%(rev)s"
    assert made.get_alembic_option("truncate_slug_length") == 30
    assert made.get_alembic_option("missing", "default") == "default"
    assert made.get_alembic_boolean_option("sourceless") is True
    assert made.get_alembic_boolean_option("recursive_version_locations") is False
    assert made.get_prepend_sys_paths_list() == [".", "%s/lib" % tmp_path]
    assert made.get_hooks_list() == [{"type": "module", "module": "ruff", "_hook_name": "ruff"}]
    from alembic.util import CommandError

    with pytest.raises(CommandError, match="unsupported TOML value type for key: 'odd'"):
        made.get_alembic_option("odd")
    with pytest.raises(CommandError, match="boolean value expected for TOML parameter 'word'"):
        made.get_alembic_boolean_option("word")


def test_what_the_engine_is_told(config, project):
    made = config(str(project / "alembic.ini"), ini_section="other")
    made.set_main_option("sqlalchemy.url", "sqlite:///y%%20z.db")
    made.set_section_option("alembic", "x", "y")
    assert made.members == {
        "file": str(project / "alembic.ini"), "toml": None, "section": "other",
        "options": {"sqlalchemy.url": "sqlite:///y%%20z.db"},
    }


def test_a_config_of_the_engines(config, project):
    made = config.of_engine({
        "config": {"file": str(project / "alembic.ini"), "section": "other", "options": {"tenant": "a%b"}},
        "x": ["a=b", "c"], "options": {"revision": "head", "sql": False}, "command": "upgrade",
    })
    assert made.get_main_option("tenant") == "a%b"
    assert made.cmd_opts.x == ["a=b", "c"]
    assert (made.cmd_opts.revision, made.cmd_opts.sql, made.cmd_opts.quiet) == ("head", False, False)
    assert made.cmd_opts.cmd[0].__name__ == "upgrade"
    assert not hasattr(made.cmd_opts, "autogenerate")
