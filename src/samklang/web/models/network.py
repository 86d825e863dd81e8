"""The network: the umbrella organisation that runs themes, and its staff."""

from django.conf import settings
from django.db import models

from samklang.core.language.wording import LANGUAGES, Language, Wording
from samklang.core.theme.theme import Term, label_of
from samklang.web.models.privacy import classed

OWNER_DAYS = 90


class Typeface(models.TextChoices):
    """The face of headings and running text in a network's reports."""

    SERIF = "serif"
    SANS = "sans"


class Network(models.Model):
    """An umbrella organisation. `address` is the part of every address that names it.

    colour, accent, typeface: of its reports (core.theme.theme.Style); '' for Samklang's own.
    """

    address = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    colour = models.CharField(max_length=7, blank=True)
    accent = models.CharField(max_length=7, blank=True)
    typeface = models.CharField(max_length=5, choices=Typeface.choices, default=Typeface.SERIF)
    reply_to = models.EmailField(blank=True)
    # What each heading of an imported register was said to hold, for the next import.
    register_columns = models.JSONField(default=dict)
    # What groups of members are called where they are shown: by heading, then by language.
    group_names = models.JSONField(default=dict)
    # Staff must have a second factor before they come to any page.
    second_factor = models.BooleanField(default=False)
    # Whether the texts of reports are spell checked.
    spelling = models.BooleanField(default=True)
    # How many days after the last letter the link of an example's owner is valid.
    owner_days = models.PositiveSmallIntegerField(default=OWNER_DAYS)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = classed(
        public="address name url colour accent typeface",
        internal="id reply_to second_factor spelling register_columns group_names owner_days "
        "created_at",
    )

    def __str__(self) -> str:
        return self.name

    def group_name(self, group: str, language: Language) -> str:
        """What a group of members is called; its heading where it has no name of its own."""
        return label_of(group, self.named_groups, language) or group

    @property
    def named_groups(self) -> tuple[Term, ...]:
        """The groups that have names of their own, as a theme package has them."""
        return tuple(
            Term(
                group, Wording(**{code: name for code, name in names.items() if code in LANGUAGES})
            )
            for group, names in sorted(self.group_names.items())
        )


class Role(models.TextChoices):
    """What one of the staff may do: all; all but staff and settings; only look."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class Membership(models.Model):
    """A person on a network's staff.

    reads_names: may see which member an answer is from; an owner always may.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    reads_names = models.BooleanField(default=False)

    privacy = classed(internal="id network role reads_names", personal="user")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "user"], name="one_membership_a_person")
        ]

    def may(self, role: str) -> bool:
        """Whether the person may do what `role` may."""
        order = list(Role.values)
        return order.index(self.role) <= order.index(role)

    @property
    def may_read_names(self) -> bool:
        """Whether the person may see which member an answer is from."""
        return self.reads_names or self.role == Role.OWNER
