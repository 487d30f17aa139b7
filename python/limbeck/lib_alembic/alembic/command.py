"""The commands, as functions of a Config. The limbeck program does them; scripts and env.py run in this process.

A failure is raised as it would be by Alembic: CommandError for what a person should know, else what the script raised,
or SQLAlchemy's error for what the database said.
"""

from .util.exc import CommandError


def list_templates(config):
    """List the templates of `init`."""
    _run(config, ["list_templates"])


def init(config, directory, template="generic", package=False):
    """Lay down a new script directory."""
    _run(config, ["init", "--template", template] + _flags(package=package) + [str(directory)])


def revision(
    config, message=None, autogenerate=False, sql=False, head="head", splice=False, branch_label=None,
    version_path=None, rev_id=None, depends_on=None, process_revision_directives=None
):
    """Write a new revision file; its Script."""
    argv = ["revision"] + _flags(autogenerate=autogenerate, sql=sql, splice=splice)
    argv += _options(message=message, head=head, branch_label=branch_label, version_path=version_path, rev_id=rev_id)
    return _created(config, _run(config, argv + _each("--depends-on", depends_on)))


def check(config):
    """Whether autogenerate would find something to do."""
    _run(config, ["check"])


def merge(config, revisions, message=None, branch_label=None, rev_id=None, splice=False):
    """Write a revision file that merges others; its Script."""
    argv = ["merge"] + _flags(splice=splice)
    argv += _options(message=message, branch_label=branch_label, rev_id=rev_id)
    return _created(config, _run(config, argv + _targets(revisions)))


def upgrade(config, revision, sql=False, tag=None):
    """Upgrade to a later revision."""
    _run(config, ["upgrade"] + _flags(sql=sql) + _options(tag=tag) + _targets(revision))


def downgrade(config, revision, sql=False, tag=None):
    """Go back to an earlier revision."""
    _run(config, ["downgrade"] + _flags(sql=sql) + _options(tag=tag) + _targets(revision))


def show(config, rev):
    """Show a revision."""
    _run(config, ["show"] + _targets(rev))


def history(config, rev_range=None, verbose=False, indicate_current=False):
    """List revisions, newest first."""
    argv = ["history"] + _flags(verbose=verbose, indicate_current=indicate_current)
    _run(config, argv + ([] if rev_range is None else ["--rev-range=" + rev_range]))


def heads(config, verbose=False, resolve_dependencies=False):
    """List the heads of the script directory."""
    _run(config, ["heads"] + _flags(verbose=verbose, resolve_dependencies=resolve_dependencies))


def branches(config, verbose=False):
    """List the branch points."""
    _run(config, ["branches"] + _flags(verbose=verbose))


def current(config, check_heads=False, verbose=False):
    """List the revisions that the database is at."""
    _run(config, ["current"] + _flags(check_heads=check_heads, verbose=verbose))


def stamp(config, revision, sql=False, tag=None, purge=False):
    """Have the version table say that the database is at a revision."""
    _run(config, ["stamp"] + _flags(sql=sql, purge=purge) + _options(tag=tag) + _targets(revision))


def edit(config, rev):
    """Open a revision file in an editor."""
    _run(config, ["edit"] + _targets(rev))


def ensure_version(config, sql=False):
    """Make the version table if it is not there."""
    _run(config, ["ensure_version"] + _flags(sql=sql))


def _flags(**given):
    return ["--" + name.replace("_", "-") for name, is_given in given.items() if is_given]


def _options(**given):
    return ["--%s=%s" % (name.replace("_", "-"), value) for name, value in given.items() if value is not None]


def _each(option, values):
    values = [] if values is None else [values] if isinstance(values, str) else values
    return ["%s=%s" % (option, value) for value in values]


def _targets(revisions):
    """Revisions as positional arguments, be they `-1`."""
    return ["--"] + ([revisions] if isinstance(revisions, str) else [str(one) for one in revisions])


def _global_options(config):
    options = config.cmd_opts
    given = [part for value in getattr(options, "x", None) or () for part in ("-x", value)]
    return given + (["--quiet"] if getattr(options, "quiet", False) else [])


def _run(config, argv):
    """Have the program do a command; its answer. Raises what went wrong."""
    from limbeck.session import session

    current = session()
    before, current.config = current.config, config
    current.raised = None
    try:
        answer = current.channel.call("command", argv=_global_options(config) + argv, config=config.members)
    finally:
        current.config = before
    output = answer.get("output") or ""
    if output:
        stream = config.output_buffer if "--sql" in argv and config.output_buffer is not None else config.stdout
        stream.write(output)
    if answer.get("status") or answer.get("error"):
        raise _failure(answer, current)
    return answer


def _failure(answer, current):
    """What to raise for a command that failed: what a script has raised, else what the engine says."""
    from limbeck.channel import EngineError

    from .ddl.impl import DefaultImpl

    raised, current.raised = current.raised, None
    if raised is not None:
        return raised
    error = answer.get("error") or {"kind": "usage", "message": "the command failed"}
    return DefaultImpl.error_of(EngineError(error.get("message", ""), error.get("kind"), error))


def _created(config, answer):
    """The Script, or Scripts, that a command wrote."""
    from .script import ScriptDirectory

    paths = answer.get("created")
    if paths is None:
        lines = [line.strip() for line in (answer.get("output") or "").splitlines()]
        paths = [line[len("Generating ") :].partition(" ...")[0] for line in lines if line.startswith("Generating ")]
    found = [one for one in ScriptDirectory.from_config(config).walk_revisions() if one.path in paths]
    return found[0] if len(found) == 1 else found or None


def run_argv(argv):
    """A command line: what it prints goes to standard output; the exit status. With --raiseerr failures are raised."""
    import sys

    from limbeck.session import session

    current = session()
    current.raised = None
    answer = current.channel.call("command", argv=argv, config=None)
    sys.stdout.write(answer.get("output") or "")
    if answer.get("error"):
        failure = _failure(answer, current)
        if "--raiseerr" in argv or not isinstance(failure, CommandError):
            raise failure
        sys.stdout.write("FAILED: %s\n" % failure)
    return answer.get("status") or 0
