"""How the people of an invented delegation come and go: one is invited, one limited, one gone, two share a mailbox."""

from responses.models import Response, User
from responses.rules import accepting, drafting, inviting, members
from responses.status import Role

from . import cast


def tell(delegation):
    """Let all this happen in the delegation of Syldavia, which has the people for it."""
    lead, response = delegation.user, Response.objects.get(pk=delegation.response.pk)
    questions = {one.number: one for one in response.session.questions.all()}
    _join(
        response, cast.LIMITED, lead, members.Part(Role.CONTRIBUTOR, cast.LIMITED.capacity, (questions[2],))
    )
    mailbox = _join(
        response, cast.MISSION, lead, members.Part(Role.CONTRIBUTOR, cast.MISSION.capacity), is_shared=True
    )
    gone = _join(response, cast.GONE, lead, members.Part(Role.OBSERVER, cast.GONE.capacity))
    members.end_membership(gone.memberships.get(), by=lead)
    part = members.Part(Role.CONTRIBUTOR, "Statistical Office", (questions[1], questions[3]))
    inviting.invite(
        response, part, email="sigismund.travunia@example.org", name="Sigismund Travunia", by=lead
    )
    _write_in_turns(response, mailbox)


def _join(response, person, lead, part, *, is_shared=False):
    """Somebody is invited, asks for a code and accepts; returns the account."""
    invitation = inviting.invite(
        response, part, email=person.email, name=person.name, is_shared=is_shared, by=lead
    )
    inviting.make_account_for(person.email)
    account = User.objects.get(email=person.email)
    accepting.accept(invitation, by=account)
    return User.objects.get(pk=account.pk)


def _write_in_turns(response, mailbox):
    """Two people at the shared mailbox complete the answer in turns, and each is named."""
    answer = next(one for one in response.answers.order_by("question__number") if one.is_writable)
    paragraphs = answer.text.split("\n\n")
    texts = ("\n\n".join(paragraphs[:-1]), answer.text)
    for number, (name, text) in enumerate(zip(cast.AT_THE_MISSION, texts, strict=True)):
        answer.refresh_from_db()
        mailbox.said_name = name
        drafting.save_answer(
            answer, text=text, base=answer.version, key=f"mission-{number}", page=f"mission-{number}", by=mailbox,
            completeness=answer.completeness,
        )  # fmt: skip
