"""`samklang manage reindex`: makes the index anew after an upgrade that reads texts otherwise."""

from django.core.management.base import BaseCommand, CommandParser

from samklang.web.actions.reindexing import outdated, reindex


class Command(BaseCommand):
    """Makes the catalogue's index anew where another version made it."""

    help = "Makes the index of examples anew where another version made it, or with --all always."

    def add_arguments(self, parser: CommandParser) -> None:
        """--all: whether it is needed or not."""
        parser.add_argument("--all", action="store_true", help="whether it is needed or not")

    def handle(self, *args: object, **options: object) -> None:
        """Says how many examples were indexed."""
        if not options["all"] and not outdated():
            self.stdout.write("The index is of this version.")
            return
        self.stdout.write(f"{reindex()} examples indexed.")
