"""The SQL of the tally: one ANSI text that runs unchanged on every engine.

Sums of whole numbers only: they are the same on every engine and in every order, which sums of
weights are not. Sorting is left to the caller, since engines sort text differently.
"""

CREATE = """
CREATE TABLE answers (
    respondent VARCHAR(200) NOT NULL,
    stratum VARCHAR(1000) NOT NULL,
    question VARCHAR(100) NOT NULL,
    option VARCHAR(100) NOT NULL
)
"""

TALLY = """
SELECT question, stratum, option, COUNT(*) AS respondents
FROM answers
GROUP BY question, stratum, option
"""
