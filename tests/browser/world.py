"""A small world for the pictures of the guides: the real questions, invented States only, and one fixed day."""

from django.contrib.auth.models import Group

from responses.demo import cast, story
from responses.models import User
from responses.rules import loading
from responses.status import Desk
from tests import factories


def told():
    """Tell the story of the invented States in a session to which no other State is invited; returns the people.

    The people are those of the demonstration, by their part: ``{"lead": User, …}``.
    """
    about = loading.read("ece-2024-s3")
    review = factories.ReviewFactory(
        year=about["review"]["year"],
        commission__region=about["commission"]["region"],
        title_en=about["review"]["title"]["en"],
        contact_name=about["review"]["contact_name"],
    )
    session = factories.SessionFactory(
        review=review,
        number=about["session"]["number"],
        title_en=about["session"]["title"]["en"],
        schedule=about["session"]["schedule"],
        deadline=None,
        questions=len(about["questions"]),
    )
    loading.load_objectives()
    session.objectives.set(loading.Objective.objects.filter(number__in=about["session"]["objectives"]))
    for question, item in zip(session.questions.order_by("number"), about["questions"], strict=True):
        for name, value in loading.translated(
            **{key: item[key] for key in ("title", "wording", "points")}
        ).items():
            setattr(question, name, value)
        question.save()
    for position, item in enumerate(about["agenda"], start=1):
        session.agenda.create(position=position, title_en=item["title"]["en"])
    for name in Desk.values:  # tests with transactions of their own leave no groups behind
        Group.objects.get_or_create(name=name)
    story.tell()
    people = {"lead": cast.FLAVIA, "reviewer": cast.AMINA, "coordinator": cast.MARTA}
    return {part: User.objects.get(email=person.email) for part, person in people.items()}
