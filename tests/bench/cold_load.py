"""What a browser that has never been here fetches to show the question page: how often, and how many bytes."""

import re
from gzip import decompress
from urllib.parse import urljoin, urlsplit

from .pages import OURS, delegation
from .static import collected
from .visitor import Visitor

LIMITS = {"cold_load_requests": 5, "cold_load_kb": 30}

_TAG = re.compile(r"<(link|script|img|source|iframe|object|embed|audio|video)\b[^>]*>")
_ADDRESS = re.compile(r'\b(?:href|src|data|srcset|poster)="([^" ]+)')
_FETCHED_LINKS = re.compile(r'\brel="[^"]*(?:stylesheet|icon|preload|manifest)')
_IN_SHEETS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_IN_MODULES = re.compile(r"""\b(?:import|from)\s*\(?\s*["']([^"']+)["']""")


def text_of(answered):
    """The body as a browser reads it."""
    encoding = answered.response.headers.get("Content-Encoding", "")
    if encoding not in {"", "gzip"}:
        raise AssertionError(f"This measures gzip, and the site sends {encoding}.")
    return (decompress(answered.body) if encoding else answered.body).decode()


def named_in(address, answered):
    """The addresses that a browser fetches because of what stands in a page, a sheet or a module."""
    kind, text = answered.response.headers["Content-Type"].partition(";")[0], text_of(answered)
    if kind == "text/html":
        tags = (
            match[0] for match in _TAG.finditer(text) if match[1] != "link" or _FETCHED_LINKS.search(match[0])
        )
        found = (address for tag in tags for address in _ADDRESS.findall(tag))
    elif kind == "text/css":
        found = (one or other for one, other in _IN_SHEETS.findall(text))
    elif kind.endswith("javascript"):
        found = _IN_MODULES.findall(text)
    else:
        found = ()
    return [urljoin(address, one) for one in found]


def load(visitor, address):
    """Fetch a page and everything that it leads a browser to fetch: ``{address: Answered}``, the page first."""
    fetched, waiting = {}, [address]
    while waiting:
        address = waiting.pop(0)
        if address not in fetched and not urlsplit(address).scheme:
            fetched[address] = visitor.get(address)
            waiting += named_in(address, fetched[address])
    return fetched


def load_question_page(user):
    """A cold load of the question page by a member of the delegation XRU, with the static files of production."""
    with collected():
        return load(Visitor(user), OURS)


def measure():
    """Returns the figures of a cold load; finds an empty database."""
    user, _answers = delegation()
    fetched = load_question_page(user)
    sizes = {address: answered.size for address, answered in fetched.items()}
    return {
        "cold_load_requests": len(fetched),
        "cold_load_kb": round(sum(sizes.values()) / 1000, 1),
        "cold_load_page_kb": round(sizes[OURS] / 1000, 1),
        "cold_load_page_uncompressed_kb": round(len(text_of(fetched[OURS]).encode()) / 1000, 1),
    }
