"""Names in WordprocessingML, the same for both of its standards ("transitional" and "strict")."""

from functools import lru_cache

_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


@lru_cache(maxsize=1_000)
def _local(tag):
    return tag.rpartition("}")[2]


def local(element):
    """The name of an element without its namespace."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def value(element, name="val", otherwise=""):
    """An attribute of an element; ``otherwise`` where it is not set, or where there is no element."""
    if element is None:
        return otherwise
    for space in _SPACES:
        if (found := element.get(space + name)) is not None:
            return found
    return otherwise


def relation(element, name="id"):
    """The id by which an element refers to another part; "" for none."""
    return next((found for space in _RELATIONS if (found := element.get(space + name))), "")


def number(element, name="val", otherwise=0):
    """An attribute as a whole number; ``otherwise`` where it is none."""
    try:
        return int(value(element, name, otherwise))
    except ValueError:
        return otherwise


def child(element, name):
    """The first child of that name; None without one."""
    if element is not None:
        for found in element:
            if local(found) == name:
                return found
    return None


def path(element, *names):
    """The first child of a first child …; None where one is missing."""
    for name in names:
        element = child(element, name)
    return element


def children(element, name):
    """The children of that name."""
    return [found for found in element if local(found) == name] if element is not None else []


def is_on(element):
    """Whether a property that is there or not is there, and not switched off."""
    return element is not None and value(element, "val", "true").lower() not in ("0", "false", "off", "none")


def keeps_spaces(element):
    """Whether the spaces at both ends of a text belong to it."""
    while element is not None:
        if (said := element.get(_PRESERVE)) is not None:
            return said == "preserve"
        element = element.getparent()
    return False
