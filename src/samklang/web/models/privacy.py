"""Privacy of fields: each model names the class of every field it has."""

from collections.abc import Mapping

from samklang.core.privacy import Privacy


def classed(*, public: str = "", internal: str = "", personal: str = "") -> Mapping[str, Privacy]:
    """The privacy class by field name, from names separated by spaces.

    Raises ValueError where a field is named twice.
    """
    classes: dict[str, Privacy] = {}
    for names, privacy in (
        (public, Privacy.PUBLIC),
        (internal, Privacy.INTERNAL),
        (personal, Privacy.PERSONAL),
    ):
        for name in names.split():
            if name in classes:
                raise ValueError(f"{name} is classed twice")
            classes[name] = privacy
    return classes
