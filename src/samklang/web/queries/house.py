"""A network's house: the files of its reports' look, and what a template says in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from samklang.core.theme.house_style import Logo, ParagraphLook
from samklang.package.logo import read_logo
from samklang.package.word_template import read_template
from samklang.web.models import HouseFile, Network
from samklang.web.models.house import HousePart


def house_files(network: Network) -> Mapping[str, HouseFile]:
    """The files by what they are. One query."""
    return {file.part: file for file in HouseFile.objects.filter(network=network)}


@dataclass(frozen=True)
class Kept:
    """What is kept, read as a package's is; None and () where there is none."""

    logo: Logo | None
    looks: tuple[ParagraphLook, ...]


def kept(network: Network) -> Kept:
    """The logo and the styles that the network's reports will have. One query."""
    files = house_files(network)
    logo, template = files.get(HousePart.LOGO), files.get(HousePart.TEMPLATE)
    return Kept(
        read_logo(logo.path, bytes(logo.content)) if logo else None,
        read_template(bytes(template.content)) if template else (),
    )
