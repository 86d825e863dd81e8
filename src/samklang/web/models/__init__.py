"""Models: what the database holds. Every field is classed public, internal or personal."""

from samklang.web.models.analysis import Analysis
from samklang.web.models.audit import AuditHead, AuditRow
from samklang.web.models.build import Build, Freeze
from samklang.web.models.catalogue import CatalogueColumns, CatalogueEntry, CatalogueWord
from samklang.web.models.code import Code, CodeFamily
from samklang.web.models.coding import Coding, CodingStep, CodingVisit, ReadAnswer
from samklang.web.models.coding_upload import CodingUpload
from samklang.web.models.double_coding import CodingSample, CodingTalk, SampledAnswer
from samklang.web.models.erasure import PendingErasure
from samklang.web.models.example import Consent, Example, ExamplePicture, VocabularyTerm
from samklang.web.models.finding import Finding
from samklang.web.models.heartbeat import Heartbeat
from samklang.web.models.house import HouseFile
from samklang.web.models.invitation import Invitation
from samklang.web.models.mailing import BounceReport, Letter, Mailing, MailText
from samklang.web.models.manuscript import TextComment
from samklang.web.models.meaning import AnswerVector, CodeVector, ExampleVector
from samklang.web.models.member import Member, MemberChange, RegisterUpload
from samklang.web.models.network import Membership, Network
from samklang.web.models.publication import Publication
from samklang.web.models.questionnaire import QuestionnaireVersion
from samklang.web.models.quote import Quote
from samklang.web.models.rehearsal import Rehearsal
from samklang.web.models.response import Response
from samklang.web.models.spelling import AcceptedWord
from samklang.web.models.theme import Theme
from samklang.web.models.theme_file import ThemeFile, ThemeFileVersion
from samklang.web.models.trial import Trial
from samklang.web.models.visit import ThemeVisit

__all__ = [
    "AcceptedWord",
    "Analysis",
    "AnswerVector",
    "AuditHead",
    "AuditRow",
    "BounceReport",
    "Build",
    "CatalogueColumns",
    "CatalogueEntry",
    "CatalogueWord",
    "Code",
    "CodeFamily",
    "CodeVector",
    "Coding",
    "CodingSample",
    "CodingStep",
    "CodingTalk",
    "CodingUpload",
    "CodingVisit",
    "Consent",
    "Example",
    "ExamplePicture",
    "ExampleVector",
    "Finding",
    "Freeze",
    "Heartbeat",
    "HouseFile",
    "Invitation",
    "Letter",
    "MailText",
    "Mailing",
    "Member",
    "MemberChange",
    "Membership",
    "Network",
    "PendingErasure",
    "Publication",
    "QuestionnaireVersion",
    "Quote",
    "ReadAnswer",
    "RegisterUpload",
    "Rehearsal",
    "Response",
    "SampledAnswer",
    "TextComment",
    "Theme",
    "ThemeFile",
    "ThemeFileVersion",
    "ThemeVisit",
    "Trial",
    "VocabularyTerm",
]
