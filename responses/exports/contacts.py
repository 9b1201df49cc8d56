"""One row for each person of a delegation: names and addresses, apart from everything that is said in a response."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from responses.models import Membership

from .formats import Kind
from .sheet import SheetField, SheetResource, by_state


class ContactsResource(SheetResource):
    """The people who belong to the delegations now and may sign in."""

    title = _("Contacts")
    notice = _("Contact details: for the secretariat only")
    chunk = 200
    frozen_columns = 2

    code = SheetField(_("Code"), attrgetter("member_state.alpha3"), width=8)
    state = SheetField(_("Member State"), lambda row: str(row.member_state))
    name = SheetField(_("Name"), attrgetter("user.name"), width=32)
    email = SheetField(_("E-mail"), attrgetter("user.email"), width=40)
    role = SheetField(_("Part"), lambda row: str(row.get_role_display()), width=16)
    capacity = SheetField(_("Capacity"), attrgetter("capacity"), width=40)
    since = SheetField(_("Since"), attrgetter("started_at"), Kind.DATE_TIME)

    def get_queryset(self):
        """The rows: who belonged to a delegation once, or may not sign in, is left out."""
        states = self.responses.order_by().values("member_state")
        return (
            Membership.objects.active()
            .filter(member_state__in=states, user__is_active=True, user__is_staff=False)
            .select_related("member_state", "user")
            .order_by(*by_state("member_state"), "role", "user__name", "pk")
        )
