"""How the columns of a SELECT are named, so that each has a name of its own."""

from .elements import TextClause
from .names import _anonymous_label
from .selectable import LABEL_STYLE_NONE, LABEL_STYLE_TABLENAME_PLUS_COL


def columns_plus_names(statement, once_more, columns=None):
    """For each column: (label that it must have or None, key, label if one is needed, column, whether it is repeated).

    once_more: a column that is selected twice gets a name for each time."""
    style = statement._label_style
    qualified = style is LABEL_STYLE_TABLENAME_PLUS_COL
    key_of = _keys(style)
    taken, found, seen, repeats = {}, [], set(), 0
    for column in statement._all_selected_columns if columns is None else columns:
        required = fallback = None
        repeated = False
        if column._render_label_in_columns_clause:
            name = None
            if style is LABEL_STYLE_NONE:
                fallback = column._non_anon_label or column._anon_name_label
            else:
                if qualified:
                    name = required = fallback = column._tq_label
                else:
                    name = fallback = column._non_anon_label
                if name is None:
                    fallback = column._anon_name_label
                    repeated = fallback in taken
                    if repeated:
                        repeats += 1
                        fallback = column._dedupe_label(repeats, qualified)
                    else:
                        taken[fallback] = column
            if name is not None:
                owner = taken.setdefault(name, column)
                if owner is not column:
                    required = fallback = column._anon_tq_label if qualified else column._anon_name_label
                    repeated = once_more and required in taken
                    if not repeated:
                        taken[required] = column
                elif once_more and id(column) in seen:
                    repeated = True
                if repeated:
                    repeats += 1
                    required = fallback = column._dedupe_label(repeats, qualified)
        seen.add(id(column))
        found.append((required, key_of(column), fallback, column, repeated))
    return found


def _keys(style):
    """A function from a column to its key among those of the statement."""
    taken, numbers = set(), {}

    def key_of(column):
        if isinstance(column, TextClause):
            return None
        qualified = style is LABEL_STYLE_TABLENAME_PLUS_COL
        key = column._tq_key_label if qualified else column._proxy_key
        if key is None or isinstance(key, _anonymous_label):
            key = "_no_label"
        if style is LABEL_STYLE_NONE or key not in taken:
            taken.add(key)
            return key
        numbers[key] = number = numbers.get(key, 0) + 1
        return "%s_%d" % (key, number)

    return key_of
