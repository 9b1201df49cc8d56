"""The house keeps its own rules: style, walls between rooms, and migrations that match the models."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
MODULES = sorted(
    path
    for room in ("gcmreview", "responses")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_MODULE = 250

IMPORT_LINTER = "from importlinter.cli import lint_imports_command as check; check()"
CHECKS = {
    "the code is clean": (sys.executable, "-m", "ruff", "check", "--quiet"),
    "the code is laid out as agreed": (sys.executable, "-m", "ruff", "format", "--check"),
    "the templates are laid out as agreed": (
        PROGRAMS / "djade",
        "--check",
        "--target-version=5.2",
        *TEMPLATES,
    ),
    "each room imports only from the rooms below it": (sys.executable, "-c", IMPORT_LINTER, "--no-logo"),
}

NEVER_IN_A_TEMPLATE = {
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an inline style": r"<style|<[^>]*\sstyle\s*=",
    "an image in the page": r"\bdata:image",
    "text that is not escaped": r"\|\s*safe(?:seq)?\b|autoescape\s+off",
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS)
def test_house_rule(command):
    """Each tool has nothing to say."""
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"\n{run.stdout}{run.stderr}"


@pytest.mark.django_db
def test_migrations_match_the_models(capsys):
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"A migration is missing:\n{capsys.readouterr().out}")


@pytest.mark.parametrize("forbidden", NEVER_IN_A_TEMPLATE.values(), ids=NEVER_IN_A_TEMPLATE)
def test_no_template_holds(forbidden):
    """What the content security policy would block, or what would let a State's words become markup."""
    found = [
        str(path.relative_to(ROOT)) for path in TEMPLATES if re.search(forbidden, path.read_text("utf-8"))
    ]
    assert found == []


def test_every_module_begins_with_a_sentence():
    silent = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if (text := path.read_text("utf-8")) and not (ast.get_docstring(ast.parse(text)) or "").strip()
    ]
    assert silent == []


def test_no_module_outgrows_its_one_subject():
    """The settings are left out: they are one list, read from top to bottom."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in MODULES
        if path.name != "settings.py"
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_lock_holds_up_who_only_refers_to_a_row():
    """On PostgreSQL a letter about a response would wait for whoever holds it, and the two for each other."""
    locks = {
        f"{path.relative_to(ROOT)}: {lock}"
        for path in MODULES
        for lock in re.findall(r"select_for_update\([^\n]*", path.read_text("utf-8"))
    }
    assert [lock for lock in sorted(locks) if "no_key=True" not in lock] == []
