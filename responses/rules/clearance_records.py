"""Recording a clearance that was given elsewhere or on paper, striking out a mistaken entry, requiring clearances."""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import Answer, Clearance, ClearedText, Response
from responses.models.event import record

from . import cleared, filing, permissions, version_codes
from .clearing import A_MOMENT, Official, about, chosen_texts, covers_all, lock, require_writer
from .moves import said
from .officials import remark_of
from .refused import Refused

Outcome, Way = Clearance.Outcome, Clearance.Way


@dataclass(frozen=True)
class Given:
    """What somebody says that an official decided elsewhere."""

    official: Official
    outcome: str
    given_on: date
    on_behalf_of: str = ""
    remark: str = ""
    scan: File | None = None

    def require(self, response, by):
        """Raises :class:`Refused` for what is missing, and for what this person does not record."""
        if self.outcome not in Outcome.values:
            raise Refused(_("Choose what the official decided."), status=422, about="outcome")
        if self.outcome == Outcome.NO_OBJECTION and not permissions.is_focal_point(by, response):
            raise Refused(_("That there was no objection is recorded by a focal point."), status=403)
        if not said(self.official.name) or not said(self.official.authority):
            raise Refused(_("Name the official, and the ministry or authority."), status=422)
        if self.given_on > timezone.localdate(timezone=response.session.review.tzinfo):
            raise Refused(_("The day on which it was given cannot lie ahead."), status=422, about="given_on")


def record_elsewhere(response, versions, given, *, by):
    """Record a clearance that was given elsewhere for answers as they stand; returns the :class:`Clearance`.

    ``versions`` is ``{number of question: Seen}``, ``given`` a :class:`Given`. Contributors record what was given for
    answers they write; "no objection", which nobody has said, is recorded by focal points alone. The same recorded
    twice within a moment is recorded once. Raises :class:`Refused`.
    """

    def find(response, by):
        answers = chosen_texts(response, versions, by)
        return [(each, each.version, cleared.is_silent(each), cleared.said_by(each)) for each in answers]

    return _record(response, find, given, Way.ELSEWHERE, by)


def record_from_sheet(response, codes, given, *, by):
    """Record a clearance signed on a sheet: the codes printed there lead to the exact texts.

    Returns the :class:`Clearance`. Raises :class:`Refused` as :func:`record_elsewhere` does, and for a code that is
    none, or belongs to no text that the person writes.
    """

    def find(response, by):
        found = [text_of(response, code, by) for code in codes]
        if len({answer.pk for answer, *_text in found}) != len(found):
            raise Refused(
                _("Two of these codes are of the same question. Record each by itself."),
                status=422,
                about="codes",
            )
        if not found:
            raise Refused(_("Type the version codes as they stand on the sheet."), status=422, about="codes")
        return found

    return _record(response, find, given, Way.SHEET, by)


def text_of(response, typed, by):
    """What a version code from a sheet leads to: (answer, number of its version, no information or not, what it says).

    Raises :class:`Refused` (422) for a code with a slip in it, and for one that leads to no text the person writes.
    """
    code = version_codes.read(typed)
    if code is None:
        sentence = _("“%(code)s” is not quite a version code: compare it with the sheet, sign by sign.")
        raise Refused(sentence % {"code": typed.strip()[:60]}, status=422, about="codes")
    answer = Answer.objects.filter(response=response, question__number=code.number).first()
    if answer is not None:
        answer.response = response
    if answer is not None and permissions.may_draft_answer(by, answer):
        version = answer.versions.filter(number=code.version).first()
        for silent in (False, True):
            if _leads_to(answer, version, code, silent):
                text, language = (version.text, version.language) if version else ("", "")
                return answer, code.version, silent, cleared.says(text, language, no_information=silent)
    sentence = _("The code %(code)s belongs to no text of this response that you write.")
    raise Refused(sentence % {"code": typed.strip()[:60]}, status=422, about="codes")


def _leads_to(answer, version, code, no_information):
    """Whether a code is that of a version of an answer, as a text or as "no information is provided"."""
    is_there = version is not None if code.version else no_information
    is_blank = not (version and version.text.strip())
    if not is_there or (is_blank and not no_information):
        return False
    return version_codes.of_version(answer, version, no_information=no_information) == code.written


def _record(response, find, given, way, by):
    """Record what was given. A scan is looked at and stored before: neither a scanner nor a store delays others."""
    require_writer(by, response)
    with filing.laid_up(given.scan, about="scan") as laid:
        clearance = _store(response, find, given, way, by, laid)
    if laid is not None and clearance.scan.file.name != laid.path:  # it was recorded with this scan already
        filing.discard(laid)
    return clearance


@transaction.atomic
def _store(response, find, given, way, by, laid):
    response, by = lock(response), permissions.as_stored(by)
    require_writer(by, response)
    given.require(response, by)
    texts, now = find(response, by), timezone.now()
    said = {
        "response": response, "outcome": given.outcome, "remark": remark_of(given.outcome, given.remark),
        "official_name": given.official.name.strip(), "official_title": given.official.title.strip(),
        "authority": given.official.authority.strip(), "on_behalf_of": given.on_behalf_of.strip(),
        "given_on": given.given_on, "way": way, "by": by, "as_name": by.said_name,
    }  # fmt: skip
    lately = Clearance.objects.filter(**said, at__gt=now - A_MOMENT, struck_at=None)
    lately = lately.filter(scan__sha256=laid.sha256) if laid else lately.filter(scan=None)
    if there := about({(answer.pk, *text) for answer, *text, _says in texts}, lately):
        return there
    scan = filing.keep(laid, member_state=response.member_state, by=by) if laid else None
    clearance = Clearance.objects.create(
        **said, scan=scan, at=now, whole_response=covers_all(response, texts)
    )
    ClearedText.objects.bulk_create(
        ClearedText(clearance=clearance, answer=answer, version=version, no_information=silent, says=says)
        for answer, version, silent, says in texts
    )
    _event("record_clearance", response, by, clearance=clearance, outcome=str(given.outcome), way=str(way))
    return clearance


def _event(name, response, by, *, clearance=None, **data):
    facts = {"session": response.session.slug} | data
    if clearance is not None:
        facts["clearance"] = str(clearance.public_id)
    role = permissions.role_in(by, response)
    record(name, by=by, role=role, delegation=response.member_state, data=facts)


def _require_lead(by, response):
    if not permissions.is_member(by, response):
        raise Refused(_("There is no such response."), status=404)
    if not permissions.is_focal_point(by, response):
        raise Refused(_("This step is for the focal points of your State. Ask one of them."), status=403)


@transaction.atomic
def strike(clearance, *, because, by):
    """Strike out a mistaken entry, with a reason; it stays to be seen, and counts no more. Returns the clearance.

    Focal points alone: with it, something that an official is said to have decided falls away. Raises
    :class:`Refused`.
    """
    response, by = lock(clearance.response), permissions.as_stored(by)
    _require_lead(by, response)
    clearance = Clearance.objects.select_for_update(no_key=True).get(pk=clearance.pk)
    if clearance.struck_at is not None:
        raise Refused(_("Nothing was changed: this entry was struck out already."))
    if not said(because):
        raise Refused(_("Give a reason: it is kept on record."), status=422)
    clearance.struck_at, clearance.struck_by = timezone.now(), by
    clearance.struck_because = because.strip()[:500]
    clearance.save(update_fields=["struck_at", "struck_by", "struck_because"])
    _event("strike_clearance", response, by, clearance=clearance)
    return clearance


@transaction.atomic
def require_clearances(response, wanted, *, by):
    """Say whether this delegation submits only what is cleared, answer by answer; returns the response.

    By default clearances inform. A focal point's decision, on the delegation's own record; the secretariat does not
    learn of it. Raises :class:`Refused`.
    """
    response, by = lock(response), permissions.as_stored(by)
    _require_lead(by, response)
    if response.requires_clearance != wanted:
        response.requires_clearance = wanted
        Response.objects.filter(pk=response.pk).update(requires_clearance=wanted)
        _event("require_clearances" if wanted else "stop_requiring_clearances", response, by)
    return response
