"""Share: a picture of each figure for social media and mail, as SVG and PNG."""

from samklang.render.share.picture import HEIGHT, WIDTH, share_files, share_meta, share_svg

__all__ = ["HEIGHT", "WIDTH", "share_files", "share_meta", "share_svg"]
