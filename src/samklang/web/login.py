"""Staff log in; nobody signs up by himself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by set-up and by a network's owner only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
