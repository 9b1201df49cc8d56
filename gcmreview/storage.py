"""How static files are named: by their content, so that a browser keeps them for ever and never mixes two releases."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed and hashed; the modules that a script imports carry their hashes too."""

    support_js_module_import_aggregation = True
