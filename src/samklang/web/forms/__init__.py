"""Forms: what staff fill in, checked before an action is called."""
