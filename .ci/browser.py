"""Find a browser for the browser tests, fetch one if there is none, and print where it is.

    python .ci/browser.py [PATH]

With a path, only that browser will do. Messages go to standard error; standard output is the path alone.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def starts(path):
    """Whether a browser is there and runs; some systems ship a command that only advertises a package."""
    try:
        run = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def installed():
    """Paths where a browser may be, the machine's own before Playwright's."""
    yield from filter(None, map(shutil.which, NAMES))
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (str(folder / name) for name in MAC_APPLICATIONS)
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def fetch(*commands):
    """Run commands in turn until one fails; what they say goes to standard error."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        print("Fetching a browser for the tests:", *command, file=sys.stderr)
        if subprocess.run(command, stdout=sys.stderr, env=environment, check=False).returncode:
            break


def fetch_from_debian():
    """Install Debian's Chromium; only root may, and only where there is apt."""
    if IS_ROOT and shutil.which("apt-get"):
        wait = ("-o", "DPkg::Lock::Timeout=600")
        fetch(
            ("apt-get", *wait, "--quiet", "update"),
            ("apt-get", *wait, "--quiet", "install", "--yes", "--no-install-recommends", "chromium"),
        )


def fetch_from_playwright():
    """Download Playwright's own Chromium, with the system libraries it needs where we may install them."""
    libraries = ["--with-deps"] if IS_ROOT and shutil.which("apt-get") else []
    fetch((sys.executable, "-m", "playwright", "install", *libraries, "chromium"))


def find():
    """The path of a browser that starts, or None after everything was tried."""
    for prepare in (lambda: None, fetch_from_debian, fetch_from_playwright):
        prepare()
        for path in installed():
            if starts(path):
                return path
    return None


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else None
    browser = find() if wanted is None else wanted if starts(wanted) else None
    if browser is None:
        sys.exit(
            (f"{wanted} cannot be started." if wanted else "No browser was found, and none could be fetched.")
            + " Install Chromium or Chrome, name one (make test BROWSER=/path/to/it),"
            " or leave the browser tests out: make test BROWSER=none"
        )
    print(browser)
