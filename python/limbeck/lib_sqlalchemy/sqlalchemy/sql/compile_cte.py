"""WITH in SQL text: the CTEs that a statement uses, each once."""

from .compile_select import Scope
from .select_names import columns_plus_names


class CTECompiler:
    """The part of SQLCompiler that writes WITH."""

    def visit_cte(self, cte, asfrom=False, ashint=False, **kw):
        """The CTE's name; its text is kept for WITH."""
        if not self.stack and not asfrom:
            return self.process(cte.element, **kw)
        name = self.name_of("alias", cte.name)
        origin = cte if cte._cte_alias is None else cte._cte_alias
        own = self.name_of("alias", origin.name)
        existing = self.cte_names.get(own)
        if existing is not origin and not self._is_written(existing, origin):
            self._write_cte(origin, own, existing, kw)
        if not asfrom:
            return self.preparer.quote(name) if ashint else None
        text = self.preparer.quote(own)
        return text + self.alias_suffix(self.preparer.quote(name)) if cte is not origin else text

    @staticmethod
    def _is_written(existing, cte):
        """Whether what stands under the name is the CTE: itself, or one that it was before UNION was put to it."""
        while existing is not None:
            if existing is cte:
                return True
            existing = existing._restates
        return False

    def _write_cte(self, cte, name, existing, kw):
        if existing is not None and existing is not cte._restates and not self._is_written(cte, existing):
            from ..exc import CompileError

            raise CompileError("Multiple, unrelated CTEs found with the same name: %r" % name)
        if existing is not None:
            self.ctes.pop(name, None)
        self.cte_names[name] = cte
        text = self.preparer.quote(name)
        if cte.recursive or cte.element.__visit_name__ == "values":
            columns = cte.element if hasattr(cte.element, "_label_style") else None
            if columns is not None:
                names = [
                    self.preparer.format_label_name(fallback or key, anon_map=self.anon_map)
                    for _, key, fallback, _, repeated in columns_plus_names(_first(columns), True)
                    if not repeated
                ]
            else:
                names = [self.preparer.quote(column.name) for column in cte.element.c]
            text += "(%s)" % ", ".join(names)
        kw = {key: value for key, value in kw.items() if key in ("literal_binds", "render_postcompile")}
        inner = self._cte_body(cte, kw)
        text += " AS %s\n(%s)" % (self._words(cte._prefixes, **kw), inner)
        if cte._suffixes:
            text += " " + self._words(cte._suffixes, **kw).rstrip()
        self.ctes[name] = cte, text

    def _cte_body(self, cte, kw):
        if not self.stack:
            self.stack.append(Scope(cte))
            text = self.process(cte.element, asfrom=True, visiting_cte=cte, **kw)
            self.stack.pop()
            return text
        return self.process(cte.element, asfrom=True, visiting_cte=cte, **kw)

    def _with_text(self, toplevel):
        """WITH ..., of the CTEs that belong here: all at the outermost statement, nesting ones where they are used."""
        here = self.ctes if toplevel else {name: pair for name, pair in self.ctes.items() if pair[0].nesting}
        if not here:
            return ""
        recursive = any(cte.recursive for cte, _ in here.values())
        text = "%s %s\n " % (self.get_cte_preamble(recursive), ", \n".join(text for _, text in here.values()))
        if not toplevel:
            for name in here:
                del self.ctes[name], self.cte_names[name]
        return text

    def get_cte_preamble(self, recursive):
        """WITH"""
        return "WITH RECURSIVE" if recursive else "WITH"


def _first(statement):
    while hasattr(statement, "selects"):
        statement = statement.selects[0]
    return statement
