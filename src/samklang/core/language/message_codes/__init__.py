"""Codes of messages: the closed set. Written by `python -m tests.message_codes`."""

from samklang.core.language.message_codes.estimates import Estimates
from samklang.core.language.message_codes.faults import Faults
from samklang.core.language.message_codes.flaws import Flaws
from samklang.core.language.message_codes.imports import Imports
from samklang.core.language.message_codes.package import Package
from samklang.core.language.message_codes.refiqda import Refiqda
from samklang.core.language.message_codes.terminal import Terminal

Code = Faults | Package | Estimates | Flaws | Imports | Refiqda | Terminal
