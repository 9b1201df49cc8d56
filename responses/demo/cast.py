"""The people of the demonstration. All of them are invented, and so are their States."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from responses.status import Desk, Role

PASSWORD = "demonstration data"  # noqa: S105 (shown on the page of each member of staff)
"""With which the staff of the demonstration can try the real sign-in."""


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration: of a delegation (``state`` and ``role``) or of the secretariat (``desk``)."""

    name: str
    capacity: str
    state: str = ""
    role: str = ""
    desk: str = ""

    @property
    def email(self):
        """An address that reaches nobody, as flavia.strelsau@example.org."""
        return f"{self.name.lower().replace(' ', '.')}@example.org"


@dataclass(frozen=True)
class Part:
    """A person to be played: what the page calls the part, and what can be tried in it."""

    slug: str
    title: str
    person: Person
    tries: tuple


def focal_point(name, state, capacity):
    return Person(name, capacity, state, Role.FOCAL_POINT)


def contributor(name, state, capacity):
    return Person(name, capacity, state, Role.CONTRIBUTOR)


FLAVIA = focal_point("Flavia Strelsau", "XRU", "Permanent Mission in Geneva")
FRITZ = contributor("Fritz Tarlenheim", "XRU", "Ministry of the Interior")
ANTOINETTE = Person("Antoinette Mauban", "Office of the Prime Minister", "XRU", Role.OBSERVER)
SOFIA = focal_point("Sofia Weselton", "XAR", "Permanent Mission in Geneva")
KRISTOF = focal_point("Kristof Bjerglund", "XAR", "Ministry of Local Government")
AMINA = Person("Amina Lindqvist", "Secretariat", desk=Desk.REVIEWER)
TOMAS = Person("Tomas Okafor", "Secretariat", desk=Desk.PUBLISHER)
MARTA = Person("Marta Ferreira", "Secretariat", desk=Desk.COORDINATOR)

DELEGATES = (
    FLAVIA,
    FRITZ,
    ANTOINETTE,
    focal_point("Zlatka Wladruja", "XSY", "Ministry of Foreign Affairs"),
    contributor("Istvan Klowsky", "XSY", "Ministry of Labour and Diaspora"),
    focal_point("Irena Tazsnad", "XBO", "Ministry of Internal Affairs"),
    contributor("Boris Szohod", "XBO", "Migration Service"),
    focal_point("Yetta Edelheim", "XGR", "Chancery of the State"),
    contributor("Harald Lorry", "XGR", "Statistical Office"),
    focal_point("Agathe Nebelsbad", "XZU", "Ministry of the Interior and Communities"),
    contributor("Serge Lutzmann", "XZU", "Council of Border Regions"),
    focal_point("Viktor Navorin", "XKR", "Permanent Mission in Geneva"),
    contributor("Amelia Varen", "XKR", "Migration Agency"),
    focal_point("Salma Naduri", "XWA", "Ministry of Labour"),
    contributor("Omar Haffaz", "XWA", "National Committee on Migration"),
    SOFIA,
    KRISTOF,
    contributor("Ingrid Arndal", "XAR", "Directorate of Integration"),
    focal_point("Lucia Hassenstadt", "XLA", "Permanent Mission in Geneva"),
)
STAFF = (AMINA, TOMAS, MARTA)

LIMITED = contributor("Pawel Kropow", "XSY", "Ministry of Education")
MISSION = contributor("Syldavian Mission", "XSY", "Permanent Mission in Geneva")
GONE = Person("Boleslaw Hveghi", "Ministry of Justice", "XSY", Role.OBSERVER)
GUESTS = (LIMITED, MISSION, GONE)
"""They come by invitation. The mission is a mailbox of two people."""

AT_THE_MISSION = ("Wanda Niedzdrow", "Casimir Zlip")

AUTHORITIES = {
    "XSY": ("Ottokar Muskar", "Minister for Foreign Affairs", "Ministry of Foreign Affairs"),
    "XBO": ("Pleksy Gladz", "Deputy Minister", "Ministry of Internal Affairs"),
    "XGR": ("Yetive Ganlook", "Secretary of State", "Chancery of the State"),
    "XZU": ("Dezso Kovacsfalvi", "Minister", "Ministry of the Interior and Communities"),
    "XKR": ("Gulnara Dixonova", "First Deputy Minister", "Ministry of Foreign Affairs"),
    "XWA": ("Hafez Aladeen", "Minister of Labour", "Ministry of Labour"),
    "XAR": ("Agnarr Isborg", "State Secretary", "Ministry of Local Government"),
}
"""Who authorized the text of each State that submitted: name, title, authority."""

PARTS = (
    Part(
        "focal-point",
        _("Focal point of Ruritania"),
        FLAVIA,
        (
            _("Finish question 2, which two people are writing in turn, and see its versions."),
            _("Read the notes between colleagues there, resolve one, and ask somebody to look."),
            _("Write question 4, or say that no information is provided."),
            _(
                "Choose what is taken from the Word file of the Ministry of Labour, which waits on the task list."
            ),
            _("Ask an official to clear an answer: the personal link and the code stand among the mails."),
            _("Check the answers, declare who authorized them, and submit. Then recall the response."),
        ),
    ),
    Part(
        "contributor",
        _("Contributor of Ruritania"),
        FRITZ,
        (
            _("Write and complete answers. Question 4 is yours."),
            _("Open the same question in another browser as the focal point, and save there first."),
            _("Look for the button that submits: it is the focal point’s."),
        ),
    ),
    Part(
        "observer",
        _("Observer of Ruritania"),
        ANTOINETTE,
        (
            _("Read the draft. Nothing can be changed in this part, and the pages say so."),
            _("Write a note to colleagues on an answer."),
        ),
    ),
    Part(
        "reviewer",
        _("Reviewer"),
        AMINA,
        (
            _("Read Borduria’s response, received after the deadline, and ask for clarification."),
            _("Complete the reading of Graustark’s response."),
            _("Export the answers as a spreadsheet. Look for Ruritania’s draft: only its progress is shown."),
        ),
    ),
    Part(
        "publisher",
        _("Publisher"),
        TOMAS,
        (
            _("Publish the response of Krakozhia, whose reading is completed."),
            _("End the publication of Wadiya’s response, with a reason."),
        ),
    ),
    Part(
        "coordinator",
        _("Coordinator"),
        MARTA,
        (
            _("Extend the deadline of one State, with a reason, and read the letter that it gets."),
            _("Add a person to a delegation, or import a list from a spreadsheet."),
            _("Look for the words of a State: a coordinator sees none."),
        ),
    ),
)

OTHER_TRIES = {
    "XSY": _(
        "Two clarifications have been requested: one reply is drafted, one is still to be written. Look at “Your "
        "delegation”: one colleague is invited, one reads one question alone, one has left."
    ),
    "XBO": _("The response was received after the deadline and can be recalled."),
    "XGR": _("The response came by note verbale and is being read. One of its answers is very long."),
    "XZU": _("The response was withdrawn and can be taken up again."),
    "XKR": _(
        "The reading is completed, after one clarification. The answers are in Russian. Take the receipts of both "
        "submissions and have them checked."
    ),
    "XWA": _(
        "The response is published. The answers are in Arabic: look at the receipt, with a courtesy translation."
    ),
    "XAR": _(
        "Question 5 is open for an addendum; what was submitted stays public meanwhile. The capital has marked the "
        "response as ready for transmission."
    ),
    "XLA": _("Nothing is written yet."),
}
"""What there is to see in the delegations besides Ruritania's."""

GUEST_TRIES = {
    LIMITED: _("Reads and writes one question alone."),
    MISSION: _("A mailbox of two people: say who you are, and see the names among the versions."),
}

OTHER_PARTS = tuple(
    Part(f"focal-point-{person.state.lower()}", "", person, (OTHER_TRIES[person.state],))
    for person in DELEGATES
    if person.role == Role.FOCAL_POINT and person.state in OTHER_TRIES and person != KRISTOF
) + tuple(
    Part(person.name.lower().replace(" ", "-"), person.name, person, (tries,))
    for person, tries in GUEST_TRIES.items()
)

BY_SLUG = {part.slug: part for part in PARTS + OTHER_PARTS}
