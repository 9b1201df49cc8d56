"""Lets a member of staff in again who has lost the phone and the recovery codes: the password alone will do."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Remove the second factor of a member of staff, and the recovery codes with it."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address with which the person signs in")

    def handle(self, *, email, **options):
        removed, _kinds = Authenticator.objects.filter(user__email=email.strip().lower()).delete()
        if not removed:
            raise CommandError(f"{email} has no second factor.")
        self.stdout.write(f"{email} signs in with the password alone until a second factor is set up again.")
