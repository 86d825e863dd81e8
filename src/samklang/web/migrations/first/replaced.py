"""The migrations that the first tables stand for. A database has all of them, or none."""

from collections.abc import Container

# The last release that has them, which brings older databases up to date.
LAST_RELEASE = "0.1.0"

REPLACED = tuple(
    ("web", name)
    for name in (
        "0001_first",
        "0002_house",
        "0003_edition_and_day",
        "0004_audit_chain",
        "0005_heartbeat",
        "0006_erasure",
        "0007_shared_cache",
        "0008_register_columns",
        "0009_examples",
        "0010_coding",
        "0011_example_records",
        "0012_long_tasks",
        "0013_catalogue",
        "0014_double_coding",
        "0015_coding_upload",
        "0016_meaning",
        "0017_example_published",
        "0018_second_reader",
        "0019_rehearsal",
        "0020_import_progress",
        "0021_ledger",
        "0022_trial",
        "0023_analysis",
        "0024_theme_visit",
        "0025_rehearsal_report",
        "0026_catalogue_columns",
        "0027_coding_in_parts",
        "0028_spelling",
        "0029_actions",
        "0030_group_names",
        "0031_owner_link_days",
    )
)


def is_too_old(applied: Container[tuple[str, str]]) -> bool:
    """Whether a database with these migrations must be brought up to date by the last release.

    Django would take the first tables for none of its business then, and change nothing.
    """
    there = [migration in applied for migration in REPLACED]
    return any(there) and not all(there)
