"""Says whether a file is the record of a submission, or its receipt; the same as the page of the site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from responses.moments import in_utc
from responses.rules import verifying
from responses.rules.verifying import Outcome


class Command(BaseCommand):
    help = "Check a receipt (PDF) or a full record (JSON). Ends with an error unless it is a record of this site."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the receipt or the record")

    def handle(self, *, file, **options):
        try:
            if file.stat().st_size > verifying.LARGEST:
                raise CommandError(f"{file} is larger than any receipt or record of this site.")
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        finding = verifying.verify(content)
        if finding.outcome == Outcome.UNKNOWN:
            raise CommandError(f"{file} is not a record of this site, or it was altered.")
        self.stdout.write(
            f"{file} is the record of {finding.submission.reference}, as it was received. {_sentence(finding)}"
        )
        if finding.is_pdf:
            self.stdout.write(
                "The PDF is, byte for byte, the one that this site made."
                if finding.is_sealed
                else "That holds for the record inside. This site cannot vouch for the pages of the PDF around it."
            )


def _sentence(finding):
    """Where the submission stands; an operator is told of the later one, which a visitor is not."""
    submission = finding.submission
    if finding.outcome == Outcome.STANDS:
        return "It stands."
    if finding.outcome == Outcome.SUPERSEDED:
        return f"{submission.response.standing_submission.reference} has replaced it."
    taken_back = submission.recalled_at or submission.withdrawn_at
    return f"It was taken back on {in_utc(taken_back)}." if taken_back else "It does not stand any more."
