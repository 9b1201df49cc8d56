"""One function for each letter that the site writes to a delegation; none ever holds the text of an answer.

Each function returns unsaved :class:`Letter` rows, one for each focal point of the State. The wording is in
``templates/letters/``: the first line is the subject.
"""

from datetime import datetime

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.formats import date_format

from responses.models import Letter, User
from responses.moments import DAY, in_round, in_utc
from responses.status import Role


def focal_points(response):
    """The people a letter about this response goes to. Staff lead no delegation, whatever is on file."""
    return User.objects.filter(
        is_active=True,
        is_staff=False,
        memberships__ended_at__isnull=True,
        memberships__role=Role.FOCAL_POINT,
        memberships__member_state=response.member_state_id,
    ).order_by("name", "pk")


def compose(kind, response, **facts):
    """The subject and the text of a letter, as they would go out now; for sending and for showing beforehand."""
    session = response.session
    facts |= {
        "response": response,
        "state": response.member_state,
        "session": session,
        "review": session.review,
        "site": settings.SITE_URL.rstrip("/"),
    }
    if "questions" in facts:
        facts["questions"] = [
            str(number) for number in facts["questions"]
        ]  # the join filter takes texts alone
    moments = {name: value for name, value in facts.items() if isinstance(value, datetime)}
    facts |= {name: in_round(value, session.review) for name, value in moments.items()}
    # A letter is plain text: nothing in it is escaped for a page.
    letter = get_template(f"letters/{kind}.txt").template.render(Context(facts, autoescape=False))
    subject, _empty, body = letter.strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


def _to_focal_points(kind, response, **facts):
    recipients = list(focal_points(response))
    if not recipients:
        return []
    subject, body = compose(kind, response, **facts)
    return [Letter(kind=kind, to=user, response=response, subject=subject, body=body) for user in recipients]


def invitation(response):
    """Invites a State to answer the guiding questions of a session."""
    return _to_focal_points("invitation", response, deadline=response.session.deadline)


def deadline_extended(response, until):
    """Tells a State its own, later deadline."""
    return _to_focal_points("deadline_extended", response, deadline=until)


def received(response, submission):
    """Acknowledges a submission: reference, times and integrity code."""
    moment = {
        "received": submission.received_at,
        "received_utc": in_utc(submission.received_at, seconds=True),
    }
    return _to_focal_points("received", response, submission=submission, **moment)


def registered(response, submission, is_consent_stated):
    """Acknowledges what came by other means, once it is registered; says what its silence on publication means."""
    facts = {
        "reference": submission.reference,
        "came": submission.came,
        "day": submission.received_on,
        "code": submission.sha256,
        "stated": is_consent_stated,
    }
    return _to_focal_points("registered", response, **facts)


def unregistered(response, submission):
    """Asks to excuse a registration that the secretariat made by mistake."""
    return _to_focal_points("unregistered", response, reference=submission.reference)


def recalled(response, submission):
    """Confirms that a response was recalled before its reading began."""
    return _to_focal_points("recalled", response, submission=submission)


def clarification_requested(response, questions, reply_by):
    """Thanks, and asks for further information on some answers, if possible by a date."""
    return _to_focal_points("clarification_requested", response, questions=questions, deadline=reply_by)


def clarification_closed(response, reason):
    """Tells that no further information is needed; what was submitted stands."""
    return _to_focal_points("clarification_closed", response, reason=reason)


def reading_completed(response):
    """Thanks for the response: its reading is completed."""
    return _to_focal_points("reading_completed", response, submission=response.standing_submission)


def open_for_revision(response, questions, wish, reply_by):
    """Confirms that a response is open for the correction or addendum that the State wished for."""
    return _to_focal_points("open_for_revision", response, questions=questions, wish=wish, deadline=reply_by)


def withdrawn(response):
    """Confirms that a response was withdrawn."""
    return _to_focal_points("withdrawn", response)


def published(response):
    """Tells that a response is public, as its State agreed."""
    return _to_focal_points("published", response, submission=response.published_submission)


def unpublished(response):
    """Tells that a response is not public any more."""
    return _to_focal_points("unpublished", response)


def please_look(answer, user, by, reply_to):
    """Asks a colleague to look at a question; ``by`` says who asks. The note itself is read on the site alone."""
    return [_at_question("please_look", answer, user, reply_to, at="#notes", by=by)]


def assigned(answer, user, by, due_on, reply_to):
    """Asks a colleague to write an answer, if possible by a day (None: no day is given)."""
    day = date_format(due_on, DAY) if due_on else ""
    return [_at_question("assigned", answer, user, reply_to, by=by, day=day)]


def _at_question(kind, answer, user, reply_to, *, at="", **facts):
    """``at``: which part of the page of the question the link leads to."""
    response, number = answer.response, answer.question.number
    address = reverse("question", args=[response.session.slug, response.member_state.alpha3, number])
    facts |= {"number": number, "title": answer.question.title, "address": address + at}
    return _of_the_delegation(kind, response, *compose(kind, response, **facts), reply_to, to=user)


def ready_for_transmission(response, by, name, at):
    """Tells all focal points but the one who did it (``by``) that the response is marked as ready."""
    subject, body = compose("ready_for_transmission", response, name=name, moment=at)
    return [
        _of_the_delegation("ready_for_transmission", response, subject, body, by.email, to=user)
        for user in focal_points(response)
        if user.pk != by.pk
    ]


def clearance_requested(asked, token):
    """Asks an official to clear texts: who asks, for which questions, until when, and the personal link.

    Returns the letter. ``token`` makes the link a personal one; the site itself keeps its hash alone.
    """
    titles = [
        f"{text.answer.question.number}. {text.answer.question.title}"
        for text in asked.texts.select_related("answer__question").order_by("answer__question__number")
    ]
    subject, body = compose(
        "clearance_requested",
        asked.response,
        asked=asked,
        asker=asked.as_name or str(asked.asked_by),
        titles=titles,
        deadline=asked.expires_at,
        link=reverse("clear", args=[token]),
    )
    return _of_the_delegation(
        "clearance_requested",
        asked.response,
        subject,
        body,
        asked.asked_by.email,
        address=asked.email,
        address_name=asked.official_name,
    )


def clearance_decided(clearance):
    """Tells who asked and the focal points that an official has decided; the remark is read on the site alone."""
    response, asked = clearance.response, clearance.request
    numbers = clearance.texts.order_by("answer__question__number").values_list(
        "answer__question__number", flat=True
    )
    subject, body = compose("clearance_decided", response, clearance=clearance, questions=list(numbers))
    recipients = {user.pk: user for user in focal_points(response)}
    still_there = asked.asked_by.memberships.filter(member_state=response.member_state, ended_at=None)
    if asked.asked_by.is_active and not asked.asked_by.is_staff and still_there.exists():
        recipients[asked.asked_by_id] = asked.asked_by
    return [
        _of_the_delegation("clearance_decided", response, subject, body, asked.email, to=user)
        for user in recipients.values()
    ]


def _of_the_delegation(kind, response, subject, body, reply_to, **recipient):
    """A letter that the secretariat's desk does not show; a reply goes to the person whom it is about, not there."""
    return Letter(
        kind=kind, response=response, subject=subject, body=body, reply_to=reply_to, is_delegation=True, **recipient
    )  # fmt: skip


def delegation_invited(invitation, response, token):
    """Invites a person to a delegation; ``token`` makes the link a personal one. Returns the letter."""
    by = invitation.as_name or str(invitation.invited_by)
    address = reverse("accept_invitation", args=[token])
    facts = {"name": invitation.name, "by": by, "address": address, "until": invitation.expires_at}
    facts |= {
        "email": invitation.email,
        "role": invitation.role,
        "chosen": invitation.questions.order_by("number") if invitation.is_limited else (),
        "is_shared": invitation.is_shared,
    }
    subject, body = compose("delegation_invited", response, **facts)
    whom = {"address": invitation.email, "address_name": invitation.name}
    return _of_the_delegation(
        "delegation_invited", response, subject, body, invitation.invited_by.email, **whom
    )


def delegation_accepted(invitation, response, person):
    """Tells whoever invited a colleague that the invitation was accepted."""
    facts = {"person": str(person), "email": person.email, "capacity": invitation.capacity}
    facts["part"] = invitation.get_role_display()
    return of_the_delegation("delegation_accepted", response, [invitation.invited_by], person.email, **facts)


def of_the_delegation(kind, response, recipients, reply_to, **facts):
    """A letter among the members of a delegation, one for each recipient; the secretariat's desk does not show it."""
    address = reverse("delegation", args=[response.session.slug, response.member_state.alpha3])
    subject, body = compose(kind, response, address=address, **facts)
    return [_of_the_delegation(kind, response, subject, body, reply_to, to=user) for user in recipients]
