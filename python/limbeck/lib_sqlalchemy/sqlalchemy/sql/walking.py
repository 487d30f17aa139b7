"""Walking through expressions by their `_parts`, and copying them with some parts exchanged."""


def elements_in(value):
    """The elements in an attribute's value: itself, or those in a list."""
    if hasattr(value, "_parts"):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from elements_in(item)


def _replace_in(value, function):
    if hasattr(value, "_parts"):
        return replaced(value, function)
    if isinstance(value, (list, tuple)) and value:
        items = [_replace_in(item, function) for item in value]
        if any(new is not old for new, old in zip(items, value)):
            return items if isinstance(value, list) else tuple(items)
    return value


def replaced(element, function):
    """`element` with every element in it exchanged for what function(element) gives; None leaves it and goes inside."""
    found = function(element)
    if found is not None:
        return found
    made = element
    for name in element._parts:
        old = getattr(element, name, None)
        new = _replace_in(old, function)
        if new is not old:
            if made is element:
                made = element._clone()
            setattr(made, name, new)
    return made


def walk(element):
    """The element and all that it is made of, outer ones first."""
    yield element
    for child in element.get_children():
        yield from walk(child)
