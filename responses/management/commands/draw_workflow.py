"""Draws the life of a response, from the table that the code itself obeys, into the documentation."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from responses.rules.workflow import MOVES, TABLE
from responses.status import PEN, Desk, Role, Status

WHERE = Path(settings.BASE_DIR) / "docs" / "explanation" / "workflow.md"
WORDS = {choice.value: str(choice.label) for part in (Role, Desk) for choice in part}
TOP = """# The life of a response

Written by `manage.py draw_workflow` from the table in `responses/rules/workflow.py`; do not edit it by hand.

"""


UNDOES = {"recall": "submit", "unregister": "register"}


def targets(move):
    """Where a move leads; what undoes another leads to wherever that one started from."""
    return [move.target] if isinstance(move.target, Status) else list(MOVES[UNDOES[move.name]].sources)


def drawn():
    """The whole page, as Markdown with one Mermaid diagram and one table."""
    states = [f"    {status.value}: {status.label} (pen: {PEN[status].label})" for status in Status]
    arrows = [
        f"    {source.value} --> {target.value}: {move.name}"
        for move in TABLE
        for source in move.sources
        for target in targets(move)
    ]
    rows = [
        f"| `{move.name}` | {move.label} | {', '.join(str(source.label) for source in move.sources)} "
        f"| {' or '.join(str(target.label) for target in targets(move))} "
        f"| {', '.join(WORDS[part] for part in move.parts)} |"
        for move in TABLE
    ]
    diagram = ["```mermaid", "stateDiagram-v2", "    [*] --> drafting", *states, *arrows, "```", ""]
    table = ["| move | button | from | to | who |", "|---|---|---|---|---|", *rows, ""]
    return TOP + "\n".join([*diagram, *table])


class Command(BaseCommand):
    help = "Write the diagram of the moves of a response to docs/explanation/workflow.md."

    def handle(self, **options):
        WHERE.write_text(drawn(), encoding="utf-8")
        self.stdout.write(f"{len(TABLE)} moves drawn.")
