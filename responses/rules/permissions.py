"""Who may read and do what: one small predicate for each rule, and the querysets that agree with them.

A predicate takes a person and an object and answers yes or no. ``user`` may be anonymous. Superusers are for
operators: being one opens no draft and makes no move.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q

from responses.models import Answer, Consent, Membership, Response, Submission, User
from responses.status import Desk, Publication, Role, Status

WRITES = {Role.FOCAL_POINT, Role.CONTRIBUTOR}
READS_SUBMISSIONS = {Desk.REVIEWER, Desk.PUBLISHER}

# Asked on every page, so put together once; the usual order, by name of State and person, would join both tables.
_PARTS = Membership.objects.active().order_by().values_list("member_state_id", "role")


def refresh(user):
    """Forget what was known of a person's parts, so that the next question asks the database again."""
    user._roles = user._desks = None


def as_stored(user):
    """The person as stored now: a part may have ended since the page was opened."""
    return User.objects.filter(pk=user.pk).first() or AnonymousUser()


def roles_of(user):
    """The person's parts in delegations now: ``{member_state_id: role}``. Staff have none, whatever is on file."""
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return {}
    # Not by __dict__: the user of a request is a lazy object, whose own dictionary never has what it remembers.
    if getattr(user, "_roles", None) is None:
        user._roles = dict(_PARTS.filter(user_id=user.pk))
    return user._roles


def desks_of(user):
    """The groups of the secretariat that the person belongs to: a set of :class:`Desk` codes."""
    if not user.is_authenticated or not user.is_active or not user.is_staff:
        return frozenset()
    if getattr(user, "_desks", None) is None:
        user._desks = frozenset(user.groups.values_list("name", flat=True)) & set(Desk.values)
    return user._desks


def role_in(user, response):
    """The person's part in the delegation whose response this is, or None."""
    return roles_of(user).get(response.member_state_id)


def part_of(user, response, parts):
    """In which of the given parts (roles of a delegation, groups of the secretariat) the person acts, or ""."""
    own = {role_in(user, response)} | desks_of(user)
    return next((part for part in parts if part in own), "")


# --- who somebody is --------------------------------------------------------------------------


def is_focal_point(user, response):
    return role_in(user, response) == Role.FOCAL_POINT


def is_member(user, response):
    return role_in(user, response) is not None


def is_reviewer(user, _object=None):
    return Desk.REVIEWER in desks_of(user)


def is_publisher(user, _object=None):
    return Desk.PUBLISHER in desks_of(user)


def is_coordinator(user, _object=None):
    return Desk.COORDINATOR in desks_of(user)


def is_secretariat(user, _object=None):
    return bool(desks_of(user))


def is_operator(user, _object=None):
    """Operators keep the accounts of staff in order; nothing of a response opens for them."""
    return user.is_authenticated and user.is_active and user.is_staff and user.is_superuser


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
    """Whether the person writes for this State (when the delegation holds the pen)."""
    return role_in(user, response) in WRITES


def written_by(user, answers):
    """Those of some answers on which the person writes: :func:`may_draft` as one statement with finding them."""
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return answers.none()
    return answers.filter(
        response__member_state__memberships__user=user,
        response__member_state__memberships__role__in=WRITES,
        response__member_state__memberships__ended_at=None,
    )


def may_read_answer(user, answer):
    """Drafts are for the national team alone, whatever their status."""
    return is_member(user, answer.response)


def answers_readable_by(user):
    """The drafts a person may read: those of the delegations the person belongs to."""
    return Answer.objects.filter(response__member_state__in=roles_of(user))


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
    """Its delegation reads each submission; the secretariat those that count; everyone the published one."""
    response = submission.response
    if is_member(user, response) or response.published_submission_id == submission.pk:
        return True
    return bool(desks_of(user) & READS_SUBMISSIONS) and submission.counts


def submissions_readable_by(user):
    """The submissions whose words a person may read."""
    readable = Q(pk=F("response__published_submission"))
    if roles := roles_of(user):
        readable |= Q(response__member_state__in=roles)
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
