"""Sends the letters that have not left yet; run it every few minutes."""

from django.core.management.base import BaseCommand

from responses.rules import post


class Command(BaseCommand):
    help = "Send the letters that have not left yet."

    def handle(self, **options):
        sent, failed = post.send()
        self.stdout.write(f"{sent} sent, {failed} not sent.")
