"""Makes the files of the corpus that LibreOffice saved; see README.md in ``files``.

Each case is built as Word would save it, then opened and saved by LibreOffice without its window: once from .docx to
.docx, once from .docx to .odt and from there to .docx.
"""

import subprocess
import sys
from pathlib import Path
from shutil import rmtree, which
from tempfile import TemporaryDirectory

import django

from tests.documents.word.corpus import CASES
from tests.documents.word.test_corpus import FILES, PROGRAMS, file_of

DOCX = "docx:MS Word 2007 XML"


def convert(program, profile, kind, folder, files):
    """Lets LibreOffice save the files as another kind in a folder."""
    command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True)


def main():
    """Make them all anew."""
    program = which("soffice")
    if not program:
        sys.exit(
            "LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-writer-nogui"
        )
    for name in PROGRAMS:
        rmtree(FILES / name, ignore_errors=True)
        (FILES / name).mkdir(parents=True)
    django.setup()
    with TemporaryDirectory() as folder:
        made, texts, profile = Path(folder) / "word", Path(folder) / "odt", Path(folder) / "profile"
        made.mkdir()
        for case in CASES.values():
            (made / file_of(case, "word").name).write_bytes(case.content())
        convert(program, profile, DOCX, FILES / "libreoffice", sorted(made.iterdir()))
        convert(program, profile, "odt", texts, sorted(made.iterdir()))
        convert(program, profile, DOCX, FILES / "opendocument", sorted(texts.iterdir()))


if __name__ == "__main__":
    main()
