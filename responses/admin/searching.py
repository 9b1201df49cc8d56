"""Searching the desk: State names in six languages, references, and submitted text, without regard to case."""

import unicodedata

from django.db.models import Q
from django.utils.text import smart_split, unescape_string_literal

from responses.languages import UNITED_NATIONS
from responses.models import MemberState, Submission, User
from responses.rules import permissions
from responses.text import fold

NAMES = [f"name_{code}" for code in UNITED_NATIONS]


def terms_of(query):
    """The words looked for; what stands in quotation marks is one. Each of them has to be found."""
    for bit in smart_split(query.replace("\x00", " ")):
        term = unescape_string_literal(bit) if bit[0] == bit[-1] and bit[0] in "\"'" and len(bit) > 1 else bit
        if term.strip():
            yield term.strip()


def bare(text):
    """A name without accents and case, so that Turkiye finds Türkiye."""
    decomposed = unicodedata.normalize("NFKD", fold(text))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def spellings(term):
    """The forms in which an accented word can be stored."""
    return {fold(unicodedata.normalize(form, term)) for form in ("NFC", "NFD")}


def containing(rows, terms):
    """For each term the keys of the rows ``(key, text, …)`` in which it stands.

    A database's own search knows no case outside of ASCII (SQLite), so that these few names are compared here.
    """
    texts = {key: bare("\n".join(filter(None, parts))) for key, *parts in rows}
    return {term: [key for key, text in texts.items() if bare(term) in text] for term in terms}


def states_named(terms):
    """For each term the keys of the States whose name in any of the six languages, or whose code, has it."""
    return containing(MemberState.objects.values_list("pk", "alpha3", *NAMES), terms) if terms else {}


def people_named(terms):
    """For each term the keys of the people whose name or address has it."""
    return containing(User.objects.values_list("pk", "name", "email"), terms) if terms else {}


def states_matching(queryset, query):
    """The States among these that are looked for."""
    for keys in states_named(list(terms_of(query))).values():
        queryset = queryset.filter(pk__in=keys)
    return queryset


def people_matching(queryset, query):
    """The people among these that are looked for."""
    for keys in people_named(list(terms_of(query))).values():
        queryset = queryset.filter(pk__in=keys)
    return queryset


def members_matching(queryset, query):
    """The memberships among these whose person or State is looked for."""
    terms = list(terms_of(query))
    people, states = people_named(terms), states_named(terms)
    for term in terms:
        queryset = queryset.filter(Q(user__in=people[term]) | Q(member_state__in=states[term]))
    return queryset


def responses_matching(queryset, query, user):
    """The responses among these that are looked for; text is searched only where the person may read it."""
    terms = list(terms_of(query))
    named = states_named(terms)
    for term in terms:
        in_text = Q()
        for spelling in spellings(term):
            in_text |= Q(search_text__contains=spelling)
        readable = permissions.submissions_readable_by(user).filter(in_text)
        referred_to = Submission.objects.filter(reference__iexact=term)
        queryset = queryset.filter(
            Q(member_state__in=named[term])
            | Q(standing_submission__in=readable.order_by().values("pk"))
            | Q(pk__in=referred_to.order_by().values("response"))
        )
    return queryset
