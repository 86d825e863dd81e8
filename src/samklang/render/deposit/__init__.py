"""Deposit: what an archive asks for beside the tables: DDI, JSON-LD, a codebook, how to cite."""

from samklang.render.deposit.files import deposit_files
from samklang.render.deposit.jsonld import dataset_script

__all__ = ["dataset_script", "deposit_files"]
