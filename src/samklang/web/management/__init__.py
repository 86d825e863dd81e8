"""Commands of `samklang manage`."""
