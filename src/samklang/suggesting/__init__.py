"""Suggesting: the vectors that suggested codes stand on, by libraries; offline."""
