"""The register: a network's members, and every change of them."""

from django.conf import settings
from django.db import models

from samklang.core.language.wording import FIRST_LANGUAGE
from samklang.web.models.build import BuildState
from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.worded import CODE_LETTERS, language_choices


class Member(models.Model):
    """An organisation in the register.

    number: the network's own id of it. organisation_number: ten digits, '' where not known.
    municipality, county: SCB codes. groups: the register's other columns (type, size …).
    active: a member that has left is kept, since earlier themes name it, but is not invited.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="members")
    number = models.CharField(max_length=40)
    organisation_number = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    language = models.CharField(
        max_length=CODE_LETTERS, choices=language_choices, default=FIRST_LANGUAGE
    )
    municipality = models.CharField(max_length=4, blank=True)
    county = models.CharField(max_length=2, blank=True)
    groups = models.JSONField(default=dict)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    privacy = classed(
        internal="id network language municipality county groups active created_at changed_at",
        personal="number organisation_number name email contact",
    )

    class Meta:
        ordering = ["name", "number"]
        constraints = [
            models.UniqueConstraint(fields=["network", "number"], name="one_member_a_number"),
            models.UniqueConstraint(
                fields=["network", "organisation_number"],
                condition=~models.Q(organisation_number=""),
                name="one_member_an_organisation_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberChange(models.Model):
    """A change of a member: only the fields that changed, before and after; never edited."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    privacy = classed(internal="id at source", personal="member by before after")

    class Meta:
        ordering = ["at", "pk"]


class RegisterUpload(models.Model):
    """A spreadsheet between upload and import: its rows, removed when imported or a day old.

    state: '' until a long one is put into the worker's queue, which imports it in parts. columns,
    leave_missing: what was chosen then. done: rows that are settled, of total. added, changed,
    left: what became of the members so far. heard_at: when a part was last written.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    header = models.JSONField()
    rows = models.JSONField()
    columns = models.JSONField(default=list)
    leave_missing = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=BuildState.choices, blank=True)
    worker = models.ForeignKey(Heartbeat, models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    stop_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = classed(
        internal="id network at name header columns leave_missing state worker tries stop_at done"
        " total added changed left heard_at finished_at",
        personal="by rows",
    )
