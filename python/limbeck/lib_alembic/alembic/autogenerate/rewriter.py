"""Rewriter: a process_revision_directives function made of functions for single operations."""

from ..operations import ops
from ..util.langhelpers import Dispatcher, to_list


class Rewriter:
    """Collects functions by decorator, and is itself the function for context.configure()."""

    def __init__(self):
        self.dispatch = Dispatcher()
        self._chained = []

    def chain(self, other):
        """A Rewriter that does this and then `other`."""
        made = type(self)()
        made.__dict__.update(self.__dict__)
        made._chained = self._chained + [other]
        return made

    def rewrites(self, operator):
        """Decorator: function(context, revision, op) gives what stands in the place of operations of the class."""
        return self.dispatch.dispatch_for(operator, replace=True)

    def __call__(self, context, revision, directives):
        self.process_revision_directives(context, revision, directives)
        for other in self._chained:
            other(context, revision, directives)

    def process_revision_directives(self, context, revision, directives):
        """Rewrite what is in the list `directives`, in place."""
        directives[:] = [made for one in directives for made in self._rewritten(context, revision, one)]

    def _rewritten(self, context, revision, directive):
        try:
            function = self.dispatch.dispatch(directive)
        except ValueError:
            made = [directive]
        else:
            if self in directive._rewritten_by:
                made = [directive]
            else:
                made = to_list(function(context, revision, directive), [])
                for one in made:
                    one._rewritten_by |= {self}
        for one in made:
            self._go_into(context, revision, one)
        return made

    def _go_into(self, context, revision, directive):
        if isinstance(directive, ops.MigrationScript):
            for attribute in ("upgrade_ops_list", "downgrade_ops_list"):
                held = getattr(directive, attribute)
                held[:] = [made for one in held for made in self._rewritten(context, revision, one)]
        elif isinstance(directive, ops.OpContainer):
            directive.ops[:] = [made for one in directive.ops for made in self._rewritten(context, revision, one)]
