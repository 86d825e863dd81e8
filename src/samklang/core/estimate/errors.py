"""Named errors of the estimates: each says what is wrong and what to do about it."""

from samklang.core.language.messages import Problem


class EstimateError(Problem):
    """An estimate that cannot be made honestly. `what` went wrong; `remedy` is what to do."""


class EmptyStratum(EstimateError):
    """A stratum has members but no respondents, so nothing stands for them."""


class OneRespondentStratum(EstimateError):
    """A stratum has one respondent of several members, so its variance is unknown."""


class OneClusterStratum(EstimateError):
    """Of several clusters one has answered, or of several members of a cluster."""


class OneClusterDomain(EstimateError):
    """All respondents of a domain are of one cluster, so its variance is unknown."""


class TooManyRespondents(EstimateError):
    """A stratum has more respondents than members."""


class UnknownStratum(EstimateError):
    """Answers were counted in a stratum that the design does not have."""


class InconsistentCounts(EstimateError):
    """The counts of a question cannot belong to the respondents of the design."""


class EmptyBase(EstimateError):
    """No respondent answered the question, so there is nothing to estimate."""


class UndefinedInterval(EstimateError):
    """The chosen method has no interval for a share of 0 or 1."""


class EmptyCalibrationCell(EstimateError):
    """A calibration category has members but no respondents, so no weight can stand for them."""


class UnknownCalibrationCell(EstimateError):
    """Respondents are in a calibration category that the population totals do not name."""


class MarginsDisagree(EstimateError):
    """The margins of a raking add up to different populations."""


class RakingDiverged(EstimateError):
    """Raking has not reached the margins; there may be no weights that do."""


class NegativeWeights(EstimateError):
    """The margins can be met by regression only with weights that are not above 0."""


class DegenerateTable(EstimateError):
    """A crosstab has fewer than two rows or two columns with respondents."""


class UnusableWeight(EstimateError):
    """An individual weight is missing, or not a positive number."""
