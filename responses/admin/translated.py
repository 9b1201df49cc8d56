"""Texts of the set-up that exist in six languages: English first, the others folded under it."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from responses import languages

OTHERS = tuple(code for code in ("fr", "es", "ru", "ar", "zh") if code in languages.UNITED_NATIONS)


def other_languages(*names):
    """A folded part of a form for these texts in the five other languages."""
    fields = [tuple(f"{name}_{code}" for name in names) for code in OTHERS]
    about = _("A text that is missing in a language is shown in English there, and marked as English.")
    return (_("Other languages"), {"fields": fields, "classes": ("collapse",), "description": about})


def labels_of(model):
    """The names of the translated fields with their language in words: "Title (French)"."""
    return {
        field.name: f"{capfirst(field.translated_field.verbose_name)} ({languages.name(field.language)})"
        for field in model._meta.fields
        if getattr(field, "language", None)
    }


class InEnglish:
    """Asks for the English text of a field whose translations may be missing."""

    needs_english = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form of a page, with languages in words."""
        return super().get_form(request, obj, change=change, **({"labels": labels_of(self.model)} | kwargs))

    def get_formset(self, request, obj=None, **kwargs):
        """The forms of an inline, with languages in words."""
        return super().get_formset(request, obj, **({"labels": labels_of(self.model)} | kwargs))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field as Django makes it; the English one is required, and each says its language."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", None)
        if field is not None and language:
            field.required = field.required or db_field.name in {f"{name}_en" for name in self.needs_english}
            field.widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        return field
