"""How sessions and States are written in the addresses of pages."""

from django.urls import register_converter

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)+"
"""The address of a session: a hyphen at least, so that it is never the name of another page."""


class SessionSlug:
    """The address of a session, as ece-2024-s3."""

    regex = SLUG

    def to_python(self, value):
        """The text as it stands."""
        return value

    to_url = to_python


class StateCode(SessionSlug):
    """The alpha-3 code of a State, in capitals."""

    regex = "[A-Z]{3}"


class Reference(SessionSlug):
    """The reference of a submission, as GCM-ECE-2024-S3-ALB-02."""

    regex = "GCM-[A-Z0-9-]{5,50}"


register_converter(SessionSlug, "session")
register_converter(StateCode, "state")
register_converter(Reference, "reference")
