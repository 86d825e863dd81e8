"""The catalogue as readers find it: the examples that are shown now, and the words they hold."""

from django.db import models

from samklang.web.models.example import Example
from samklang.web.models.network import Network
from samklang.web.models.privacy import classed
from samklang.web.models.theme import Theme
from samklang.web.models.worded import CODE_LETTERS, WordingField, language_choices


class CatalogueEntry(models.Model):
    """An example at its lasting address; emptied when it is taken out.

    name: of its address. live: it is shown. withdrawn: it was shown and has been taken back.
    title: what it is sorted by in each language, that of another where it has none.
    record: of core.catalogue.example.Example, as it is shown. values: by facet.
    words: by language. tokens: what the index has of it. changed: counts the changes of a network's
    catalogue. analyser: how values and tokens were made (queries.entries.INDEXED). unpurged: it was
    taken out, and the database's files may still hold some of its words.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="entries")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="entries")
    example = models.OneToOneField(Example, models.SET_NULL, null=True, related_name="entry")
    name = models.SlugField(max_length=81)
    live = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    title = WordingField(blank=True)
    record = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    tokens = WordingField(blank=True)
    changed = models.PositiveBigIntegerField()
    analyser = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(auto_now=True)
    unpurged = models.BooleanField(default=False)

    privacy = classed(
        public="name live withdrawn title record values words tokens changed_at",
        internal="id network theme example changed analyser unpurged",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["network", "name"], name="one_entry_a_name")]
        indexes = [
            models.Index(fields=["network", "changed"], name="entries_by_change"),
            models.Index(fields=["analyser"], name="entries_by_analyser"),
            models.Index(
                fields=["network"], condition=models.Q(unpurged=True), name="entries_unpurged"
            ),
        ]


class CatalogueColumns(models.Model):
    """What a network's catalogue can be narrowed down by, as it was at one of its changes.

    changed: the number of that change. form, content: of core.catalogue.packed.
    """

    network = models.OneToOneField(Network, models.CASCADE, related_name="+")
    changed = models.PositiveBigIntegerField()
    form = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    privacy = classed(public="content", internal="id network changed form")


class CatalogueWord(models.Model):
    """A word that examples shown now hold, and how many: what a misspelt word may have meant.

    head, tail: its first and last three letters without marks; a word mistyped has one of them.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="words")
    language = models.CharField(max_length=CODE_LETTERS, choices=language_choices)
    word = models.CharField(max_length=60)
    head = models.CharField(max_length=3)
    tail = models.CharField(max_length=3)
    examples = models.PositiveIntegerField()

    privacy = classed(public="word head tail language examples", internal="id network")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "language", "word"], name="one_row_a_word")
        ]
        indexes = [
            models.Index(fields=["network", "language", "head"], name="words_by_head"),
            models.Index(fields=["network", "language", "tail"], name="words_by_tail"),
        ]
