"""Setting up: the first network and its owner."""

import hashlib
import hmac

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from samklang.web.actions.audit import record
from samklang.web.models import Membership, Network
from samklang.web.models.network import Role


class AlreadySetUp(Exception):
    """The site has an owner."""


def setup_code() -> str:
    """The code that opens the set-up page, printed where the site is started."""
    return hmac.new(settings.SECRET_KEY.encode(), b"set up", hashlib.sha256).hexdigest()[:24]


@transaction.atomic
def set_up(*, network: str, address: str, email: str, password: str) -> Membership:
    """Makes the first network and its owner. Raises AlreadySetUp where there is anyone."""
    users = get_user_model().objects
    if users.exists():
        raise AlreadySetUp
    owner = users.create_user(username=email.lower(), email=email.lower(), password=password)
    made = Network.objects.create(name=network, address=address, reply_to=email)
    membership = Membership.objects.create(network=made, user=owner, role=Role.OWNER)
    record("set_up", by=owner, network=made, subject=network)
    return membership
