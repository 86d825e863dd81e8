"""Share: a picture of each figure, and of one example, for social media and mail."""

from samklang.render.share.example import example_png, example_svg
from samklang.render.share.picture import HEIGHT, WIDTH, share_files, share_meta, share_svg

__all__ = [
    "HEIGHT",
    "WIDTH",
    "example_png",
    "example_svg",
    "share_files",
    "share_meta",
    "share_svg",
]
