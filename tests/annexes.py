"""Annexes, translations and people who are limited to certain questions, made in one line for the tests."""

from responses.models import Membership
from responses.rules import annexing, filing, translating
from responses.status import Role
from tests import factories, files

TITLE = "National report"


def attach(response, by, answer=None, content=files.PDF, name="national_report.pdf", **said):
    """Attach a file; returns the annex."""
    found = filing.examine(files.upload(name, content), kinds=filing.ANNEXES)
    said = {"title": TITLE, "language": "en", "is_publishable": True} | said
    return annexing.add(response, answer, found, by=by, **said)[0]


def pdf(number):
    """A PDF that differs from every other."""
    return files.PDF + f"% {number}\n".encode()


def translate(answer, by, text="Traduction", language="fr", base=0, key="key"):
    """Save a courtesy translation; returns what became of it."""
    return translating.save_translation(answer, language=language, text=text, base=base, key=key, by=by)


def limited(response, *numbers, role=Role.CONTRIBUTOR, **fields):
    """A member of the delegation who is limited to these questions."""
    user = factories.member(response, role, **fields)
    part = Membership.objects.get(user=user)
    part.is_limited = True
    part.save()
    part.questions.set(response.session.questions.filter(number__in=numbers))
    return user
