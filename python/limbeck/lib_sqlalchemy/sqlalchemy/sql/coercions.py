"""What scripts give where an element is wanted: plain values, mapped classes and attributes, texts, selects."""

from . import operators

# Classes that the modules fill in which have them and need this module first.
BindParameter = ClauseList = ColumnClause = False_ = Null = True_ = _label_reference = _textual_label_reference = None


def know(names):
    """Take the names of this module that are not known yet from those of another."""
    globals().update({name: names[name] for name, value in globals().items() if value is None and name in names})


def resolve(value):
    """The element behind a mapped attribute or class or another object that has one; else the value itself."""
    while not hasattr(value, "is_clause_element"):
        if hasattr(value, "__clause_element__"):
            value = value.__clause_element__()
        elif hasattr(value, "__table__"):
            value = value.__table__
        else:
            return value
    if isinstance(value, type) and hasattr(value, "__table__"):
        return value.__table__
    return value


def is_element(value):
    """Whether it is an element already."""
    return getattr(value, "is_clause_element", False) and not isinstance(value, type)


def is_literal(value):
    """Whether it is a plain value."""
    return not is_element(resolve(value))


def const(value):
    """NULL, true or false for None, True, False; other values as they are."""
    if value is None or value is True or value is False:
        return Null() if value is None else True_() if value else False_()
    return value


def expression(value, type_=None, name=None):
    """An element with a value: a plain value becomes a bind parameter, None NULL, a SELECT a scalar subquery."""
    if not is_element(value):
        value = resolve(value)
        if not is_element(value):
            if value is None and not (type_ is not None and type_.should_evaluate_none):
                return Null()
            return BindParameter(name, value, type_, unique=True)
    return scalar(value)


def scalar(element):
    """A SELECT as a value."""
    if element._is_select_base:
        return element.scalar_subquery()
    if element._is_subquery and element.element._is_select_base:
        return element.element.scalar_subquery()
    return element


def operand(value, expr, op, type_=None):
    """The other side of an operator with `expr`: plain values take their type from it."""
    if not is_element(value):
        value = resolve(value)
        if not is_element(value):
            return expr._bind_param(op, value, type_=type_)
    value = scalar(value)
    if value._is_column_element and value.type._isnull and not expr.type._isnull:
        value = value._with_binary_element_type(expr.type if type_ is None else type_)
    return value


def in_operand(value, expr, op):
    """The right side of IN."""
    value = resolve(value)
    if is_element(value):
        if value._is_select_base:
            return value.scalar_subquery()
        if value._is_from_clause and not value._is_column_element:
            if value._is_subquery and value.element._is_select_base:
                return value.element.scalar_subquery()
            if value.__visit_name__ == "values":
                return value.scalar_values()
            return value.select().scalar_subquery()
        if value._is_clause_list:
            return value.self_group(against=op)
    elif isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        from ..exc import ArgumentError

        raise ArgumentError(
            "IN expression list, SELECT construct, or bound parameter object expected, got %r." % (value,)
        )
    else:
        items = [resolve(item) for item in value]
        if any(is_element(item) for item in items):
            found = [item if is_element(item) else expr._bind_param(op, item) for item in items]
            return ClauseList(*found).self_group(against=op)
        value = expr._bind_param(op, items, expanding=True)
    if value._is_bind_parameter:
        value = value._clone(maintain_key=True)
        value.expanding = True
        value.expand_op = op
    return value


def no_text(value, what="SQL"):
    """ArgumentError: a plain string stands where SQL is wanted."""
    from ..exc import ArgumentError

    shown = value if len(value) < 60 else "%s ... %s" % (value[:30], value[-20:])
    return ArgumentError(
        "Textual %s expression %r should be explicitly declared as text(%r)" % (what, shown, shown)
    )


def condition(value):
    """What WHERE, HAVING, and_() take: strings are refused, None, True and False are SQL's."""
    if is_element(value):
        return scalar(value)
    value = const(resolve(value))
    if isinstance(value, str):
        raise no_text(value)
    if not is_element(value):
        from ..exc import ArgumentError

        raise ArgumentError("SQL expression for WHERE/HAVING role expected, got %r." % (value,))
    return scalar(value)


def conditions(values):
    """Conditions of several arguments; one that is a list or a generator stands for its items."""
    if len(values) == 1 and not is_element(values[0]) and hasattr(values[0], "__next__"):
        values = tuple(values[0])
    return [condition(value) for value in values]


def order_item(value):
    """An item of ORDER BY or GROUP BY: a string names a column or a label."""
    value = const(resolve(value))
    if isinstance(value, str):
        return _textual_label_reference(value)
    if not is_element(value):
        from ..exc import ArgumentError

        raise ArgumentError("SQL expression for ORDER BY / GROUP BY / etc. expected, got %r." % (value,))
    return scalar(value)


def order_items(values, references=False):
    """Items of ORDER BY (references: labels are looked up) or GROUP BY."""

    if len(values) == 1 and isinstance(values[0], (list, tuple)):
        values = values[0]
    found = [order_item(value) for value in values]
    if not references:
        return found
    return [_label_reference(item) if item._order_by_label_element is not None else item for item in found]


def column_item(value):
    """An item of SELECT's list: columns, tables, numbers and None; a string is refused unless it is *."""
    found = const(resolve(value))
    if is_element(found):
        return found.scalar_subquery() if found._is_select_base else found
    if isinstance(found, (int, float)) or found == "*":
        return ColumnClause(str(found), is_literal=True)
    from ..exc import ArgumentError

    if isinstance(found, str):
        word = "column" if found.replace(".", "").isidentifier() else "literal_column"
        raise ArgumentError(
            "Textual column expression %r should be explicitly declared with text(%r), or use %s(%r) for more "
            "specificity" % (found, found, word, found)
        )
    raise ArgumentError("Column expression, FROM clause, or other columns clause element expected, got %r." % (value,))


def from_item(value, subquery=True):
    """A FROM clause: a table, a mapped class, a join, a subquery; a SELECT becomes one."""
    found = resolve(value)
    if is_element(found):
        if found._is_select_base:
            return found.subquery() if subquery else found
        if found._is_from_clause or found._is_text_clause:
            return found
    from ..exc import ArgumentError

    if isinstance(found, str):
        raise no_text(found)
    raise ArgumentError("FROM expression, such as a Table or alias() object expected, got %r." % (value,))


def column_key(value):
    """The key of a column that is given as such or by its key; None for another element."""
    if isinstance(value, str):
        return value
    value = resolve(value)
    if isinstance(value, str):
        return value
    return value.key if is_element(value) else str(value)


def select_columns(items):
    """The columns of a list of columns and tables, in order."""
    return [column for item in items for column in item._select_iterable]


def limit(value, name):
    """The value of LIMIT or OFFSET: a number, or an expression."""
    if value is None:
        return None
    value = resolve(value)
    if is_element(value):
        return scalar(value)
    from .selectable import _OffsetLimitParam
    from .sqltypes import INTEGERTYPE

    return _OffsetLimitParam(name, int(value), type_=INTEGERTYPE, unique=True)


def boolean_join(op, values):
    """The conditions that and_() or or_() leaves, each as an operand of `op`: true and false are taken out."""
    if len(values) == 1:
        return [values[0].self_group(against=operators._asbool)]
    go_on, decides = (True_, False_) if op is operators.and_ else (False_, True_)
    left, neutral = [], None
    for value in values:
        if isinstance(value, decides):
            left, neutral = [value], None
            break
        if isinstance(value, go_on):
            neutral = value
        else:
            left.append(value)
    if not left and neutral is not None:
        left = [neutral]
    against = op if len(left) > 1 else operators._asbool
    return [value.self_group(against=against) for value in left]
