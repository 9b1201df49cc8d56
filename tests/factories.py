"""Makes invented States, people, sessions and responses for the tests."""

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from responses import models
from responses.status import Completeness, Role

QUESTIONS = 5


class UserFactory(factory.django.DjangoModelFactory):
    """A delegate without a part yet."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(**kwargs)


class MemberStateFactory(factory.django.DjangoModelFactory):
    """An invented State."""

    class Meta:
        model = models.MemberState
        django_get_or_create = ("alpha3",)

    alpha3 = factory.Sequence(lambda n: f"X{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    name_en = factory.LazyAttribute(lambda state: f"Ruritania {state.alpha3}")


class CommissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Commission
        django_get_or_create = ("code",)

    code, name, region = "ECE", "Commission for Europe", "UNECE region"


class ReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Review
        django_get_or_create = ("commission", "year")

    commission = factory.SubFactory(CommissionFactory)
    year = 2024
    title_en = "Regional Review"
    contact_name = "The secretariat's contact point"
    contact_email = "review@example.org"


class SessionFactory(factory.django.DjangoModelFactory):
    """An open session with five questions and a deadline in three weeks."""

    class Meta:
        model = models.Session
        django_get_or_create = ("review", "number")
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    number = 3
    slug = factory.LazyAttribute(lambda session: f"ece-{session.review.year}-s{session.number}")
    title_en = factory.LazyAttribute(lambda session: f"Session {session.number}")
    deadline = factory.LazyFunction(lambda: timezone.now() + timezone.timedelta(weeks=3))
    opened_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        if not self.questions.exists():
            models.GuidingQuestion.objects.bulk_create(
                models.GuidingQuestion(
                    session=self,
                    number=number,
                    title_en=f"Title {number}",
                    wording_en=f"Wording of question {number}?",
                )
                for number in range(1, (extracted or QUESTIONS) + 1)
            )


class ResponseFactory(factory.django.DjangoModelFactory):
    """A response in preparation, with one empty answer for each question."""

    class Meta:
        model = models.Response
        skip_postgeneration_save = True

    session = factory.SubFactory(SessionFactory)
    member_state = factory.SubFactory(MemberStateFactory)

    @factory.post_generation
    def answers(self, create, extracted, **kwargs):
        models.Answer.objects.bulk_create(
            models.Answer(response=self, question=question) for question in self.session.questions.all()
        )


def member(response, role=Role.FOCAL_POINT, **fields):
    """A person with a part in the delegation whose response this is."""
    user = UserFactory(**fields)
    models.Membership.objects.create(
        user=user, member_state=response.member_state, role=role, capacity="Ministry"
    )
    return user


def staff(*groups, **fields):
    """A person of the secretariat in the named groups, with the password "correct horse battery"."""
    user = UserFactory(is_staff=True, password="correct horse battery", **fields)
    # Tests with transactions of their own empty the tables afterwards, the groups of the migration included.
    user.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    return user


def write_all(response, by, text="Answer to question {number}.", completeness=Completeness.COMPLETE):
    """Write and complete each answer of a response that the delegation holds."""
    from responses.rules.drafting import save_answer  # noqa: PLC0415 (factories serve tests without rules too)

    for answer in response.answers.select_related("question", "response"):
        save_answer(
            answer,
            text=text.format(number=answer.question.number),
            base=answer.version,
            key=f"write-all-{answer.pk}-{answer.last_number}",
            page="factory",
            by=by,
            completeness=completeness,
        )


def talk(answer, by, text):
    """What colleagues say to each other: a note, an assignment, the mark of capital, and the letters about them."""
    now = timezone.now()
    models.Note.objects.create(answer=answer, text=text, about=text, for_user=by, by=by, as_name=text, at=now)
    models.Assignment.objects.create(answer=answer, user=by, by=by, as_name=text, at=now)
    models.Readiness.objects.create(
        response=answer.response, versions="{}", note=text, by=by, as_name=text, at=now
    )
    for kind in ("please_look", "assigned", "ready_for_transmission"):
        models.Letter.objects.create(
            kind=kind, to=by, response=answer.response, subject=text, body=text, is_delegation=True
        )
