"""Commands of `samklang manage`, a module each."""
