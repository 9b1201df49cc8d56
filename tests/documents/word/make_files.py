"""Makes the files of the corpus that LibreOffice saved; see README.md in ``files``.

Each case is built as Word would save it, then opened and saved by LibreOffice without its window: once from .docx to
.docx, once from .docx to .odt and from there to .docx. Files that are there stay as they are, unless ``--all`` is said.
"""

import subprocess
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import django

from tests.documents.word.corpus import CASES
from tests.documents.word.test_corpus import FILES, PROGRAMS, file_of

DOCX = "docx:MS Word 2007 XML"


def convert(program, profile, kind, folder, files):
    """Lets LibreOffice save the files as another kind in a folder."""
    command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True)


def tidy():
    """Removes files of cases that are no more, or all of them when that is asked for."""
    kept = {file_of(case, name) for case in CASES.values() for name in PROGRAMS if "--all" not in sys.argv}
    for file in FILES.glob("*/*.docx"):
        if file not in kept:
            file.unlink()


def main():
    """Make those that are missing."""
    program = which("soffice")
    if not program:
        sys.exit(
            "LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-writer-nogui"
        )
    django.setup()
    tidy()
    missing = [case for case in CASES.values() if not all(file_of(case, name).exists() for name in PROGRAMS)]
    with TemporaryDirectory() as folder:
        made, texts, profile = Path(folder) / "word", Path(folder) / "odt", Path(folder) / "profile"
        made.mkdir()
        for case in missing:
            (made / file_of(case, "word").name).write_bytes(case.content())
        if missing:
            convert(program, profile, DOCX, FILES / "libreoffice", sorted(made.iterdir()))
            convert(program, profile, "odt", texts, sorted(made.iterdir()))
            convert(program, profile, DOCX, FILES / "opendocument", sorted(texts.iterdir()))


if __name__ == "__main__":
    main()
