"""Publication: from a theme package to the issued files, and proof that they are its own."""
