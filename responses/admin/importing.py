"""Importing Member States and members of delegations: which columns, and what becomes of each row.

The resources are django-import-export's; members are written through the rules. Every refusal is a sentence.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from import_export import fields, resources

from responses.languages import UNITED_NATIONS
from responses.models import Commission, Membership, MemberState
from responses.models.people import UserManager
from responses.rules import people
from responses.rules.refused import Refused
from responses.status import Role

LONGEST = {"name": 150, "email": 254, "capacity": 200}
"""As the columns of the accounts and memberships."""


def code_of(value, choices, column):
    """The code for what a cell says: a code or its label, in any case. Raises ValidationError for anything else."""
    known = {code.casefold(): code for code in choices.values} | {
        str(choice.label).casefold(): choice.value for choice in choices
    }
    if value.casefold() not in known:
        allowed = ", ".join(choices.values)
        raise ValidationError(
            _("%(column)s: “%(value)s” is not known; use one of %(allowed)s.")
            % {"column": column, "value": value, "allowed": allowed}
        )
    return known[value.casefold()]


class Once:
    """Remembers the rows of one file, so that none comes twice; ``by`` is the coordinator who imports."""

    def __init__(self, by, **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def before_import(self, dataset, **kwargs):
        """A new file."""
        self.seen = {}
        super().before_import(dataset, **kwargs)

    def note(self, key, number):
        """Raises ValidationError when this row was there before."""
        if key in self.seen:
            raise ValidationError(_("The same as row %(number)s of this file.") % {"number": self.seen[key]})
        self.seen[key] = number + 1


class StateResource(Once, resources.ModelResource):
    """Member States by their code. An empty cell leaves what is there; commissions replace those that are there."""

    columns = (
        "alpha3", "alpha2", "m49", "m49_subregion", "kind", "commissions", *(f"name_{code}" for code in UNITED_NATIONS),
    )  # fmt: skip
    required = ("alpha3",)
    example = {"alpha3": "XRU", "kind": "member_state", "commissions": "ECE", "name_en": "Ruritania"}

    class Meta:
        model = MemberState
        import_id_fields = ("alpha3",)
        fields = (
            "alpha3",
            "alpha2",
            "m49",
            "m49_subregion",
            "kind",
            *(f"name_{code}" for code in UNITED_NATIONS),
        )
        clean_model_instances = True
        report_skipped = True
        skip_unchanged = True
        skip_html_diff = True

    def before_import_row(self, row, **kwargs):
        """Puts codes into the form in which they are stored."""
        row["alpha3"] = row["alpha3"].upper()
        self.note(row["alpha3"], kwargs["row_number"])
        if row.get("m49", "").isdecimal():
            row["m49"] = row["m49"].zfill(3)
        if row.get("kind"):
            row["kind"] = code_of(row["kind"], MemberState.Kind, "kind")
        self.commissions = self._commissions(row.get("commissions", ""))

    @staticmethod
    def _commissions(cell):
        """The commissions that a cell names; None when it is empty."""
        codes = {code for code in cell.upper().replace(",", " ").replace(";", " ").split() if code}
        if not codes:
            return None
        found = {commission.code: commission for commission in Commission.objects.filter(code__in=codes)}
        if unknown := sorted(codes - set(found)):
            raise ValidationError(_("commissions: %(codes)s not known.") % {"codes": ", ".join(unknown)})
        return [found[code] for code in sorted(found)]

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """An empty cell leaves what is there."""
        if row.get(field.column_name):
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def _joins(self, instance):
        """The codes of the commissions before and after; None when the file does not change them."""
        if self.commissions is None:
            return None
        before = sorted(instance.commissions.values_list("code", flat=True)) if instance.pk else []
        after = [commission.code for commission in self.commissions]
        return None if before == after else (before, after)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Nothing to do when neither a field nor the commissions change."""
        self.joins = self._joins(instance)
        same = all(getattr(instance, name) == getattr(original, name) for name in self._meta.fields)
        return bool(instance.pk) and same and not self.joins and not import_validation_errors

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As the model checks it, and with a name in English."""
        if not instance.name_en:
            raise ValidationError(_("name_en: give the English name of a new State."))
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def after_save_instance(self, instance, row, **kwargs):
        """Joins the commissions."""
        if self.joins:
            instance.commissions.set(self.commissions)

    def after_import_row(self, row, row_result, **kwargs):
        """Says what changes, field by field."""
        instance, original = row_result.instance, row_result.original
        row_result.what = f"{instance.alpha3} · {instance.name_en}"
        names = [name for name in self._meta.fields if name != "alpha3"]
        changes = [
            (name, (getattr(original, name) or "") if original else "", getattr(instance, name) or "")
            for name in names
        ]
        if self.joins:
            changes.append(("commissions", " ".join(self.joins[0]), " ".join(self.joins[1])))
        row_result.changes = [change for change in changes if change[1] != change[2]]


class MemberResource(Once, resources.ModelResource):
    """Members of delegations by State and address; an account is made for whoever has none."""

    columns = ("state", "name", "email", "capacity", "role")
    required = ("state", "email")
    example = {
        "state": "XRU", "name": "Flavia Strelsau", "email": "flavia@example.org",
        "capacity": "Permanent Mission in Geneva", "role": "focal_point",
    }  # fmt: skip

    state = fields.Field(column_name="state")
    email = fields.Field(column_name="email")

    class Meta:
        model = Membership
        import_id_fields = ("state", "email")
        fields = ("state", "email")
        report_skipped = True
        skip_diff = True

    def before_import_row(self, row, **kwargs):
        """Checks the cells, and finds the State."""
        for column in self.columns:
            row.setdefault(column, "")
        for column, longest in LONGEST.items():
            if len(row[column]) > longest:
                raise ValidationError(
                    _("%(column)s: longer than %(longest)s characters.")
                    % {"column": column, "longest": longest}
                )
        row["email"] = UserManager.clean_email(row["email"]) if row["email"] else ""
        try:
            validate_email(row["email"])
        except ValidationError as error:
            raise ValidationError(
                _("email: “%(value)s” is not an e-mail address.") % {"value": row["email"]}
            ) from error
        self.member_state = MemberState.objects.filter(alpha3=row["state"].upper()).first()
        if self.member_state is None:
            raise ValidationError(_("state: no State has the code “%(value)s”.") % {"value": row["state"]})
        row["role"] = code_of(row["role"], Role, "role") if row["role"] else Role.FOCAL_POINT
        self.note((self.member_state.pk, row["email"]), kwargs["row_number"])

    def get_or_init_instance(self, instance_loader, row):
        """The part that the person has in this delegation now, or a new one."""
        active = Membership.objects.active().filter(member_state=self.member_state, user__email=row["email"])
        membership = active.select_related("user").first()
        return (membership, False) if membership else (Membership(member_state=self.member_state), True)

    def import_instance(self, instance, row, **kwargs):
        """A part that is there stays as it is."""
        if instance.pk and instance.role != row["role"]:
            part = instance.get_role_display()
            raise ValidationError(
                _("Is in this delegation as %(part)s: end that membership first.") % {"part": part}
            )

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Who is in the delegation already needs nothing."""
        return bool(instance.pk) and not import_validation_errors

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """What was found wrong so far; the rules check the rest."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance, is_create, row, **kwargs):
        """Through the rules; what they refuse is said of the row."""
        try:
            made = people.add_delegate(
                email=row["email"], name=row["name"], member_state=self.member_state, role=row["role"],
                capacity=row["capacity"], by=self.by,
            )  # fmt: skip
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        instance.__dict__.update(made.__dict__)

    def save_m2m(self, instance, row, **kwargs):
        """A membership has no such fields."""

    def after_import_row(self, row, row_result, **kwargs):
        """Says who takes which part."""
        membership = row_result.instance
        row_result.what = f"{self.member_state} · {membership.user.name} <{row['email']}>"
        new = row_result.is_new()
        row_result.changes = (
            [("role", "", str(membership.get_role_display())), ("capacity", "", row["capacity"])]
            if new
            else []
        )
