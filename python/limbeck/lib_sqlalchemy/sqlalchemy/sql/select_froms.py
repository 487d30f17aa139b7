"""What stands in a SELECT's FROM: the tables of its columns and conditions, its joins, less what is left to others."""

from .selectable import Join


def all_froms(select):
    """Every FROM clause of the statement, correlated ones too, in order."""
    given = _joined(select)
    found = {}
    for item in given:
        found[id(item)] = item
    for part in (select._raw_columns, select._where_criteria):
        for element in part:
            for item in element._from_objects:
                found.setdefault(id(item), item)
    hidden = {id(item) for one in found.values() for item in one._hide_froms}
    return [item for key, item in found.items() if key not in hidden] if hidden else list(found.values())


def display_froms(select, explicit, implicit):
    """Those that are written inside of statements with the FROM clauses `explicit` (for correlate()) and `implicit`."""
    froms = all_froms(select)
    if select._correlate:
        froms = [item for item in froms if not (item in explicit and item in select._correlate)]
    if select._correlate_except is not None:
        froms = [item for item in froms if item not in explicit or item in select._correlate_except]
    if select._auto_correlate and implicit and len(froms) > 1:
        froms = [item for item in froms if item not in implicit]
        if not froms:
            from ..exc import InvalidRequestError

            raise InvalidRequestError(
                "Select statement '%r' returned no FROM clauses due to auto-correlation; specify correlate(<tables>) "
                "to control correlation manually." % select
            )
    return froms


def _joined(select):
    """select_from() with the joins put in."""
    froms = list(select._from_obj)
    for right, condition, left, (isouter, full) in select._setup_joins:
        place = None
        if left is None:
            left, place = _left_side(select, froms, right, condition)
        else:
            place = next((at for at, item in enumerate(froms) if item.is_derived_from(left)), None)
            if place is not None and condition is None:
                condition = Join._match(left, right)
        if place is None:
            froms.append(Join(left, right, condition, isouter, full))
        else:
            froms[place] = Join(froms[place], right, condition, isouter, full)
    return froms


def _left_side(select, froms, right, condition):
    """(left side, its place in `froms` or None)."""
    from ..exc import InvalidRequestError

    candidates = froms
    if not froms:
        parts = list(select._raw_columns) + list(select._where_criteria)
        found = {id(item): item for part in parts for item in part._from_objects}
        hidden = {id(item) for one in found.values() for item in one._hide_froms}
        candidates = [item for key, item in found.items() if key not in hidden]
        if len(candidates) > 1:
            candidates = [item for item in candidates if item is not right]
    if len(candidates) > 1:
        if condition is None:
            candidates = [item for item in candidates if Join._can_join(item, right)]
        else:
            wanted = condition._from_objects
            mentioned = [item for item in candidates if any(item.is_derived_from(one) for one in wanted)]
            candidates = mentioned or candidates
    how = (
        "Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON "
        "clause if not present already to help resolve the ambiguity."
    )
    if not candidates:
        raise InvalidRequestError("Don't know how to join to %r. %s" % (right, how))
    if len(candidates) > 1:
        raise InvalidRequestError(
            "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. "
            + how
        )
    place = next((at for at, item in enumerate(froms) if item is candidates[0]), None)
    return candidates[0], place
