"""The report: from a manuscript and released tables to a document, without layout."""
