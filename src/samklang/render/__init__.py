"""Renderers: from a document to files. They know released tables only."""
