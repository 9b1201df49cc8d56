"""How static files leave the house: scripts whole, files compressed and named by their content.

Scripts are written as small modules. A browser on a slow line would ask for the first, read in it which others it
needs, and ask again; so a collected script holds the modules that it imports. With names by content, a browser keeps
each file for ever and never mixes two releases.
"""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'^import (\{ \w+(?:, \w+)* \}) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b|\bimport(?:\(|\.meta)", re.MULTILINE)
_NAME = "module_{}"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """The static files of production."""

    def post_process(self, paths, dry_run=False, **options):
        """Make scripts whole before they are named and compressed."""
        made = InMemoryStorage()
        for name, (source, path) in list(paths.items()):
            if name.startswith("js/") and not dry_run:
                text = whole(name, lambda wanted: _read(*paths[wanted]))
                if text != _read(source, path):
                    made.save(name, ContentFile(text.encode()))
                    paths[name] = (made, name)
        yield from super().post_process(paths, dry_run, **options)


def _read(storage, path):
    with storage.open(path) as file:
        return file.read().decode()


def whole(name, read):
    """A script with the modules that it imports in front, each once and in a scope of its own.

    ``read`` gives the text of a script by its name. Modules are written as in ``static/js``: names imported in braces
    from beside, on a line of their own; functions, constants and classes exported where they stand. Raises ValueError
    for what is not understood.
    """
    modules = {}
    body = _with_modules(name, read, modules)
    return "".join(modules.values()) + _EXPORT.sub("", body)


def _with_modules(name, read, modules):
    """The text of a script whose imports come from the constants that the modules in front of it make."""
    text, folder = read(name), name.rpartition("/")[0]
    for _names, module in _IMPORT.findall(text):
        if module not in modules:
            body = _with_modules(f"{folder}/{module}.js", read, modules)
            names, body = ", ".join(_EXPORT.findall(body)), _EXPORT.sub("", body)
            modules[module] = (
                f"const {_NAME.format(module)} = (() => {{\n{body}return {{ {names} }};\n}})();\n"
            )
    text = _IMPORT.sub(lambda found: f"const {found[1]} = {_NAME.format(found[2])};\n", text)
    if left := _LEFT.search(_EXPORT.sub("", text)):
        raise ValueError(f"{name} imports or exports in a way that cannot be made whole: {left[0].strip()}.")
    return text
