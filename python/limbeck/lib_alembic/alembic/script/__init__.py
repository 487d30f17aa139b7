"""The script directory and its revisions."""

from .base import Script, ScriptDirectory
from .revision import Revision, RevisionMap

__all__ = ("Revision", "RevisionMap", "Script", "ScriptDirectory")
