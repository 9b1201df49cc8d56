"""Which texts of the set-up exist in six languages; a text that falls back to English is marked as English."""

from modeltranslation.translator import TranslationOptions, register

from responses.models import AgendaItem, GuidingQuestion, MemberState, Objective, Review, Session


@register(MemberState)
class MemberStateTranslation(TranslationOptions):
    fields = ("name", "sort_key")


@register(Objective)
class ObjectiveTranslation(TranslationOptions):
    fields = ("title", "short_label")


@register(Review)
class ReviewTranslation(TranslationOptions):
    fields = ("title",)


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "introduction")


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title",)


@register(GuidingQuestion)
class GuidingQuestionTranslation(TranslationOptions):
    fields = ("title", "wording", "points")
