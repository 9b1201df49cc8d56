"""Sets a receipt: a program of its own, so that the memory that typesetting takes is given back each time.

Reads from standard input what the pages say, as JSON, and writes the PDF to standard output. It knows nothing of the
site, asks for no network, reads its own folder alone, and stops at its limits of time and memory.
"""

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
STANDARDS = ["a-3a", "ua-1"]
"""For archives, and for readers who do not see: ISO 19005-3 and ISO 14289-1."""
MOST_MEMORY = 1024**3
"""In bytes; 25,000 words take 120 MB, and ten times as many 470."""
MOST_SECONDS = 60


def main():
    """Set what comes in; exits with a line on standard error when it cannot be set."""
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        with suppress(ValueError):  # macOS limits no memory
            resource.setrlimit(limit, (most, most))
    said = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )
    try:
        made = typst.compile(
            str(HERE / "receipt.typ"),
            root=str(HERE),
            font_paths=fonts,
            format="pdf",
            pdf_standards=STANDARDS,
            sys_inputs=said,
        )
    except typst.TypstError as error:
        raise SystemExit(error.diagnostic) from error
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
