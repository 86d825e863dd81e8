"""Deeds on a network's staff and settings."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from samklang.web.actions.audit import record
from samklang.web.models import Membership, Network
from samklang.web.models.network import Role


class LastOwner(Exception):
    """A network must have an owner."""


@transaction.atomic
def add_staff(network: Network, *, email: str, role: str, by: User) -> Membership:
    """Puts a person on the staff, with an account where there is none; or changes the role."""
    users = get_user_model().objects
    address = email.lower()
    user = users.filter(email__iexact=address).first()
    if user is None:
        user = users.create_user(username=address, email=address)
        user.set_unusable_password()
        user.save()
    membership = Membership.objects.filter(network=network, user=user).first()
    if membership:
        return change_role(membership, role=role, by=by)
    made = Membership.objects.create(network=network, user=user, role=role)
    record("add_staff", by=by, network=network, subject=address, role=role)
    return made


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: User) -> Membership:
    """Gives a person another role. Raises LastOwner."""
    if role != Role.OWNER:
        _keep_an_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    record("change_role", by=by, network=membership.network, subject=_who(membership), role=role)
    return membership


@transaction.atomic
def let_read_names(membership: Membership, *, allowed: bool, by: User) -> None:
    """Lets a person see which member an answer is from, or no longer; nothing where it is so."""
    if membership.reads_names == allowed:
        return
    membership.reads_names = allowed
    membership.save(update_fields=["reads_names"])
    record(
        "let_read_names",
        by=by,
        network=membership.network,
        subject=_who(membership),
        allowed=allowed,
    )


@transaction.atomic
def remove_staff(membership: Membership, *, by: User) -> None:
    """Takes a person off the staff; the account stays. Raises LastOwner."""
    _keep_an_owner(membership)
    membership.delete()
    record("remove_staff", by=by, network=membership.network, subject=_who(membership))


@transaction.atomic
def change_network(network: Network, *, by: User, **values: object) -> None:
    """Changes a network's own fields."""
    changed = [name for name, value in values.items() if getattr(network, name) != value]
    for name in changed:
        setattr(network, name, values[name])
    if changed:
        network.save(update_fields=changed)
        record("change_network", by=by, network=network, fields=sorted(changed))


def _keep_an_owner(membership: Membership) -> None:
    owners = Membership.objects.select_for_update().filter(
        network=membership.network, role=Role.OWNER
    )
    if {m.pk for m in owners} == {membership.pk}:
        raise LastOwner


def _who(membership: Membership) -> str:
    return str(getattr(membership.user, "email", ""))
