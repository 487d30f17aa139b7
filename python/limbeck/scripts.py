"""What the engine knows of a script directory: the call `script`.

    {"call": "script", "what": WHAT, "config": CONFIG, "directory": PATH, ...}

CONFIG is as in `env` (doc/script-host.md); without it, and without `directory`, the run's own directory is meant.

    WHAT          arguments                        answer
    environment                                    {"directory", "versions": [PATH], "env_py": PATH or null}
    heads         consider_depends_on              {"revisions": [ID]}; with depends_on counted if that is true
    bases                                          {"revisions": [ID]}
    head                                           {"revision": ID or null}; error multiple_heads
    revision      id                               {"revision": SCRIPT or null}; null for `base`
    revisions     ids: [ID]                        {"revisions": [SCRIPT]}, each once
    walk          base, head                       {"revisions": [SCRIPT]}, newest first
    resolve       id                               {"revisions": [ID]}: a symbol or a partial id in full; [] for `base`

An ID that is asked for is all that a person may type: partial, `head`, `heads`, `base`, `branch@head`, a label, null
(base).
Errors have the kinds unknown_revision, ambiguous, multiple_heads, target, graph, and Alembic's text.

SCRIPT is {"revision", "path", "longdoc", "down": [ID], "depends_on": [as written], "branch_labels": [also inherited],
"own_labels": [as written], "next": [ID of children], "all_next": [ID, with those that depend on it],
"is_head", "is_real_head", "is_branch_point", "is_merge_point"}; members that are false or empty may be left out.
"""

from .channel import EngineError, channel


def ask(what, members=None, **arguments):
    """The answer to `what`. `members` say which directory. CommandError as Alembic has it."""
    try:
        return channel().call("script", what=what, **dict(members or {}, **arguments))
    except EngineError as error:
        from alembic.util.exc import of_engine

        made = of_engine(error)
        raise made from made.__cause__
