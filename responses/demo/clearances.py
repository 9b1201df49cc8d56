"""The clearances of Ruritania's draft: one given by link, one signed on a sheet, one recorded, one still asked for."""

from datetime import timedelta

from django.utils import timezone

from responses.models import Answer
from responses.rules import clearance_records, clearing, officials, version_codes
from responses.rules.clearance_records import Given
from responses.rules.clearing import Official

LABOUR = Official("Rupert Rassendyll", "Director General", "Ministry of Labour")
HEALTH = Official("Sophia Strakencz", "Deputy Minister", "Ministry of Health")
PREMIER = Official("Ludwig Marshal", "Head of Office", "Office of the Prime Minister")
INTERIOR = Official("Helga Bernenstein", "Deputy Minister", "Ministry of the Interior")
"""Invented officials, who have no account."""


def address(official):
    """An address that reaches nobody."""
    return f"{official.name.lower().replace(' ', '.')}@example.org"


def tell(response, lead, contributor):
    """What the officials of a State have said of its draft so far."""
    answers = {answer.question.number: answer for answer in Answer.objects.filter(response=response)}
    today = timezone.localdate(timezone=response.session.review.tzinfo)

    def ask(number, official, by):
        versions = {number: clearing.seen(answers[number])}
        until = today + timedelta(days=10)
        return clearing.ask(response, versions, official, email=address(official), until=until, by=by)

    officials.decide(ask(1, LABOUR, lead), outcome="cleared", remark="Cleared for the Ministry, with thanks.")
    ask(2, INTERIOR, contributor)
    clearing.withdraw(ask(3, PREMIER, lead), by=lead)
    earlier = answers[3].versions.get(number=1)
    code = version_codes.of_version(answers[3], earlier)
    signed = Given(HEALTH, "cleared", today - timedelta(days=2), on_behalf_of="the Minister of Health")
    clearance_records.record_from_sheet(response, [code], signed, by=contributor)
    silence = Given(PREMIER, "no_objection", today - timedelta(days=1))
    clearance_records.record_elsewhere(response, {5: clearing.seen(answers[5])}, silence, by=lead)
