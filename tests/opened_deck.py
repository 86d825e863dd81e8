"""A deck of PowerPoint as python-pptx opens it."""

import io
from typing import Any

from pptx import Presentation

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def charts(content: bytes) -> list[Any]:
    return [s for page in opened(content).slides for s in page.shapes if s.has_chart]
