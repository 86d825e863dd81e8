"""The small package as the third theme of a series, for tests of what is drawn over time."""

from pathlib import Path

from tests.small_package import files, small_package

EARLIER = """
series:
  - id: "2022"
    title: {sv: Läget 2022, en: The state 2022}
    address: https://example.org/2022/
    synthetic: true
    shares:
      - {question: q1, option: yes, share: 33, low: 22, high: 46, base: 17}
      - {question: q1, option: no, share: 67, low: 54, high: 78, base: 17}
    questions:
      - id: q1
        type: select_one
        wording: {sv: WORDING, en: Have you developed anything new?}
        options:
          - {id: yes, label: {sv: Ja, en: Yes}}
          - {id: no, label: {sv: Nej, en: No}}
  - id: "2024"
    title: {sv: Läget 2024, en: The state 2024}
    synthetic: true
    shares:
      - {question: q1, option: yes, share: 41, low: 31, high: 52, base: 19}
      - {question: q4.time, option: low, share: 47, low: 36, high: 59, base: 18}
"""
WORDING = "Har ni utvecklat något nytt?"
CHANGED = "Har ni utvecklat något helt nytt?"
BLOCK = """:::{development} q1
:option: yes
:::
"""
# Share, low, high and base of the earlier themes, oldest first.
PRINTED = [(33, 22, 46, 17), (41, 31, 52, 19)]


def series_package(folder: Path, *, block: str = BLOCK, wording: str = WORDING) -> Path:
    """Writes the package with `block` before its first figure; `wording` is that of 2022."""
    small_package(folder)
    theme = folder / "theme.yaml"
    theme.write_text(theme.read_text("utf-8") + EARLIER.replace("WORDING", wording), "utf-8")
    for name in ("manuscript.md", "manuscript.en.md"):
        text = files()[name].replace(":::{figure} q1\n", f"{block}\n:::{{figure}} q1\n", 1)
        (folder / name).write_text(text, "utf-8")
    return folder
