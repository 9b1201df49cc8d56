"""Who may read and do what: one small predicate for each rule, and the querysets that agree with them.

A predicate takes a person and an object and answers yes or no. ``user`` may be anonymous. Superusers are for
operators: being one opens no draft and makes no move.
"""

from django.db.models import Exists, F, OuterRef, Q

from responses.models import Answer, Consent, Membership, Response, Submission, WordFile
from responses.status import Desk, Publication, Role, Status

from .parts import (  # noqa: F401 (who somebody is, is asked for here)
    CHOSEN,
    as_stored,
    desks_of,
    is_coordinator,
    is_focal_point,
    is_member,
    is_operator,
    is_publisher,
    is_reviewer,
    is_secretariat,
    limits_of,
    may_have_part,
    part_of,
    refresh,
    role_in,
    roles_of,
)

WRITES = {Role.FOCAL_POINT, Role.CONTRIBUTOR}
READS_SUBMISSIONS = {Desk.REVIEWER, Desk.PUBLISHER}


def may_withdraw(user, response):
    return is_focal_point(user, response) or is_coordinator(user)


def may_recall(user, response):
    """A focal point takes back what was submitted on this site; what came in a document stands in that document."""
    return is_focal_point(user, response) and not response.came_by_other_means


def may_unregister(user, response):
    """A coordinator takes back what the secretariat registered, and nothing that a delegation submitted."""
    nothing_stands = response.standing_submission is None
    return is_coordinator(user) and (nothing_stands or response.came_by_other_means)


# --- delegations ------------------------------------------------------------------------------


def may_draft(user, response):
    """Whether the person writes for this State (when the delegation holds the pen), be it on some questions alone."""
    return role_in(user, response) in WRITES


def may_draft_answer(user, answer):
    """Whether the person writes this answer (when the delegation holds the pen and the question is open)."""
    return may_draft(user, answer.response) and may_read_answer(user, answer)


def reads_everything(user, response):
    """Whether the person is of the delegation and not limited to certain questions of the response."""
    return is_member(user, response) and response.member_state_id not in limits_of(user)


def written_by(user, answers):
    """Those of some answers on which the person writes: :func:`may_draft_answer` in one statement with finding them."""
    return of_writer(answers, user.pk) if may_have_part(user) else answers.none()


def of_writer(answers, user):
    """Those of some answers on which the person with this key writes; :func:`may_have_part` is asked beforehand."""
    return answers.filter(
        Q(response__member_state__memberships__is_limited=False)
        | Exists(CHOSEN.filter(membership__user=user, guidingquestion=OuterRef("question"),
                                membership__member_state=OuterRef("response__member_state"))),
        response__member_state__memberships__user=user,
        response__member_state__memberships__role__in=WRITES,
        response__member_state__memberships__ended_at=None,
    )  # fmt: skip


def may_read_answer(user, answer):
    """Drafts are for the national team alone, whatever their status; limited members read their questions alone."""
    if not is_member(user, answer.response):
        return False
    chosen = limits_of(user).get(answer.response.member_state_id)
    return chosen is None or answer.question_id in chosen


def answers_readable_by(user):
    """The drafts a person may read: :func:`may_read_answer` as a query."""
    return Answer.objects.filter(_readable(user, "response__", ""))


def readable_among(user):
    """The same as a condition on the ``answers`` of responses, for counting."""
    return _readable(user, "", "answers__")


def _readable(user, of_response, of_answer):
    limits = limits_of(user)
    readable = Q(**{f"{of_response}member_state__in": set(roles_of(user)) - set(limits)})
    for state, chosen in limits.items():
        readable |= Q(**{f"{of_response}member_state": state, f"{of_answer}question__in": chosen})
    return readable


def may_read_word_file(user, word_file):
    """An uploaded file may hold every answer: who reads certain questions alone reads the files that they sent."""
    response = word_file.response
    sent_it = is_member(user, response) and word_file.file.by_id == user.pk
    return sent_it or reads_everything(user, response)


def word_files_readable_by(user):
    """The uploaded files that a person may read: :func:`may_read_word_file` as a query."""
    parts = roles_of(user)
    whole = Q(response__member_state__in=set(parts) - set(limits_of(user)))
    return WordFile.objects.filter(whole | Q(response__member_state__in=parts, file__by=user.pk))


# --- rows and progress ------------------------------------------------------------------------


def may_see_response(user, response):
    """Whether the person may know that this response exists and how many answers are complete."""
    return is_member(user, response) or is_secretariat(user)


def responses_visible_to(user):
    """The responses whose existence and progress a person may know."""
    if is_secretariat(user):
        return Response.objects.all()
    return Response.objects.filter(member_state__in=roles_of(user))


# --- submitted words --------------------------------------------------------------------------


def may_read_submission(user, submission):
    """Its delegation reads each submission; the secretariat those that count; everyone the published one.

    A submission is a whole response: members who are limited to certain questions read the published one.
    """
    response = submission.response
    if reads_everything(user, response) or response.published_submission_id == submission.pk:
        return True
    return bool(desks_of(user) & READS_SUBMISSIONS) and submission.counts


def may_take_record(user, submission):
    """Its delegation takes receipt and full record home, and so does the secretariat that reads it; nobody else.

    What is published is the texts: the record also says who transmitted them, and the State's consent.
    """
    if reads_everything(user, submission.response):
        return True
    return bool(desks_of(user) & READS_SUBMISSIONS) and submission.counts


def submissions_readable_by(user):
    """The submissions whose words a person may read."""
    readable = Q(pk=F("response__published_submission"))
    if whole := set(roles_of(user)) - set(limits_of(user)):
        readable |= Q(response__member_state__in=whole)
    if desks_of(user) & READS_SUBMISSIONS:
        readable |= Q(recalled_at__isnull=True, withdrawn_at__isnull=True)
    return Submission.objects.filter(readable)


def may_export_answers(user, _object=None):
    return bool(desks_of(user) & READS_SUBMISSIONS)


def may_export_progress(user, _object=None):
    return bool(desks_of(user) & {Desk.REVIEWER, Desk.PUBLISHER, Desk.COORDINATOR})


may_export_contacts = is_coordinator
may_set_up = is_coordinator


def may_manage_person(user, person=None):
    """Coordinators manage the accounts of people, operators those of staff; an operator's is an operator's affair."""
    if is_operator(user):
        return person is None or person.is_staff or may_set_up(user)
    return may_set_up(user) and not (person is not None and person.is_superuser)


def may_change_part(user, person):
    """Nobody gives oneself a group of the secretariat, or closes one's own account."""
    return may_manage_person(user, person) and user.pk != person.pk


def may_change_address(user, person):
    """An address with which somebody has signed in stands: whoever changed it would come in as that person."""
    return may_manage_person(user, person) and person.last_login is None


def may_change_wording(user, question):
    """The wording is the instrument: it stands once the round is open."""
    return may_set_up(user) and not question.session.is_open


def may_read_document(user, instruction):
    """Coordinators read instructions; the document of a submission, who reads the submission and who registered it."""
    submission = getattr(instruction, "submission", None)
    if submission is None:
        return is_coordinator(user)
    entered = is_coordinator(user) and instruction.by_id == user.pk
    return submission.counts and (entered or bool(desks_of(user) & READS_SUBMISSIONS))


# --- consent ----------------------------------------------------------------------------------


def consent_of(submission):
    """The consent that holds for a submission: the latest given, or None."""
    return submission.consents.order_by("-at", "-pk").first()


def last_word(response):
    """What a State said last about publication, be it for a submission that it recalled afterwards; or None.

    A document that says nothing about it takes nothing back.
    """
    stated = Consent.objects.filter(submission__response=response, publication_stated=True)
    return stated.order_by("-pk").first()


def may_be_published(response):
    """Whether the State agrees that its standing submission is shown, and its reading is completed.

    Two consents must allow it: the one for this submission, and the State's last word.
    """
    if response.status != Status.ACCEPTED:
        return False
    given = (consent_of(response.standing_submission), last_word(response))
    return all(consent and consent.publication != Publication.NO for consent in given)


def someone_leads(response_reference="pk"):
    """A condition for lists: the State of the response has a focal point who can sign in."""
    leading = Membership.objects.active().filter(
        role=Role.FOCAL_POINT, user__is_active=True, user__is_staff=False
    )
    return Exists(leading.filter(member_state__responses=OuterRef(response_reference)))
