"""Who and what the demonstration's site has, by the names that its pages are reached at."""

NETWORK = "demonstrationsnatverket"
OWNER, EDITOR = "agare@exempel.se", "redaktor@exempel.se"
# The themes: one published, one that is being coded, one that members are answering.
PUBLISHED, CODED, OPEN = "social-innovation-i-norr", "ideellt-engagemang", "krisberedskap"
