"""Texts of the set-up that exist in six languages: English first, the others folded under it."""

from django.utils.translation import gettext_lazy as _

from responses.languages import UNITED_NATIONS

OTHERS = tuple(code for code in ("fr", "es", "ru", "ar", "zh") if code in UNITED_NATIONS)


def other_languages(*names):
    """A folded part of a form for these texts in the five other languages."""
    fields = [tuple(f"{name}_{code}" for name in names) for code in OTHERS]
    about = _("A text that is missing in a language is shown in English there, and marked as English.")
    return (_("Other languages"), {"fields": fields, "classes": ("collapse",), "description": about})


class InEnglish:
    """Asks for the English text of a field whose translations may be missing."""

    needs_english = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field as Django makes it; the English one is required."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {f"{name}_en" for name in self.needs_english}:
            field.required = True
        if db_field.name.endswith("_ar") and field is not None:
            field.widget.attrs["dir"] = "rtl"
        return field
