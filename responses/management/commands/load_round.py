"""Loads the Member States, the objectives and a round with its questions, and invites its States."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from responses.moments import in_round
from responses.rules.loading import DATA, load_round


class Command(BaseCommand):
    help = (
        "Load the reference data and a round (repeatable: what a coordinator changed since is left as it is)."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "name", nargs="?", default="ece-2024-s3", help="a file in responses/data (default: %(default)s)"
        )
        parser.add_argument("--deadline", help="as 2026-12-14T18:00+01:00; default: 18:00, three weeks ahead")

    def handle(self, *, name, deadline, **options):
        if not (DATA / f"{name}.json").is_file():
            raise CommandError(f"There is no round named {name} in {DATA}.")
        session, invited = load_round(name, deadline=_moment(deadline))
        states = session.review.commission.member_states.real().count()
        self.stdout.write(
            f"{session}: {session.questions.count()} guiding questions, {states} Member States, "
            f"{len(invited)} newly invited, deadline {in_round(session.deadline, session.review)}."
        )


def _moment(text):
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a date and time as in 2026-12-14T18:00+01:00.") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
