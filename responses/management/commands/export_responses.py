"""Writes the responses of a session into a spreadsheet, with the rights and in the name of a member of the staff."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.base import BaseCommand, CommandError

from responses.exports.exporting import distribution, export
from responses.exports.formats import FORMATS, ExportFailed
from responses.exports.shapes import ANSWERS_AND_PROGRESS
from responses.models import Session, User
from responses.rules.refused import Refused


class Command(BaseCommand):
    help = "Export the responses of a session. The rights of the named account decide what the file holds."

    def add_arguments(self, parser):
        parser.add_argument("--session", required=True, help="the address of the session, as ece-2024-s3")
        parser.add_argument("--shape", required=True, choices=ANSWERS_AND_PROGRESS, help="what a row is")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS), help="the kind of file")
        parser.add_argument(
            "--output", required=True, type=Path, help="the file to write; replaced when it exists"
        )
        parser.add_argument(
            "--as",
            required=True,
            dest="email",
            metavar="EMAIL",
            help="the account, of a reviewer or publisher, in whose name the export is made and recorded",
        )

    def handle(self, *, session, shape, output, email, **options):
        user, session = _user(email), _session(session)
        try:
            with _replacing(output) as file:
                done = export(user, shape, options["format"], session=session, file=file)
        except (Refused, ExportFailed) as problem:
            raise CommandError(f"{problem} Nothing was written.") from problem
        except OSError as problem:
            raise CommandError(f"{output} cannot be written: {problem.strerror}.") from problem
        counts = done.counts
        self.stdout.write(
            f"{output}: {counts.rows:,} rows with {counts.answers:,} answers of {counts.characters:,} characters. "
            f"{distribution(done.restricted_rows)} SHA-256 {done.sha256}"
        )


def _user(email):
    try:
        return User.objects.get_by_natural_key(email.strip())
    except User.DoesNotExist as error:
        raise CommandError(f"There is no account with the address {email}.") from error


def _session(slug):
    try:
        return Session.objects.select_related("review__commission").get(slug=slug)
    except Session.DoesNotExist as error:
        known = ", ".join(Session.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no session {slug}. There are: {known}.") from error


@contextmanager
def _replacing(output):
    """A file beside ``output`` that takes its place once all went well, and is gone otherwise."""
    with NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as file:
        written = Path(file.name)
        try:
            yield file
            file.flush()
            written.replace(output)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
