"""What is no text in a file: text boxes are opened, formulas written out, pictures and other documents told of."""

from .notices import Kind
from .tags import local

_DRAWN = {"chart", "relIds", "wsp", "wgp", "shape", "rect", "oval", "line", "group", "inkml", "contentPart"}
_SHOWN = {"blip", "imagedata", "pic"}


def drawing(inline, element):
    """A drawing, old or new: its text boxes go to ``inline.boxes``; what cannot be taken is told."""
    named, boxes, words = {}, [], []
    for found in element.iter():
        inline.budget.step()
        name = local(found)
        named.setdefault(name, found)
        if name == "txbxContent" and not any(local(above) == name for above in found.iterancestors()):
            boxes.append(found)
        elif name == "textpath":
            words.append(found.get("string", ""))
    for box in boxes:
        inline.boxes.append(box)
        inline.tell(Kind.TEXT_BOX)
    inline.write(" ".join(filter(None, words)))
    if not boxes and not any(words):
        _tell_of(inline, named, local(element))


def _tell_of(inline, named, name):
    about = next((named[kind] for kind in ("docPr", "shape") if kind in named), None)
    keys = ("descr", "title", "alt", "name", "id")
    detail = next((found for key in keys if about is not None and (found := about.get(key))), "")
    if "OLEObject" in named or name == "object":
        inline.tell(Kind.EMBEDDED, detail)
    elif named.keys() & _SHOWN:
        inline.tell(Kind.IMAGE, detail)
    elif named.keys() & _DRAWN:
        inline.tell(Kind.DRAWING, detail)


def formula(inline, element):
    """A formula as the row of its characters."""
    text = "".join(found.text or "" for found in element.iter() if local(found) == "t")
    inline.write(text)
    inline.tell(Kind.EQUATION, text)


def embedded(inline, _element):
    """Another document within this one."""
    inline.tell(Kind.EMBEDDED)
