"""Columns that many of the first tables have."""

from typing import Any

from django.conf import settings
from django.db import models


def key() -> "models.BigAutoField[Any, Any]":
    """The row's number."""
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def part_of(model: str, name: str) -> "models.ForeignKey[Any, Any]":
    """What the row belongs to, and goes with."""
    return models.ForeignKey(model, models.CASCADE, related_name=name)


def person() -> "models.ForeignKey[Any, Any]":
    """Whoever did it; nobody once the account is gone."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)


def worker() -> "models.ForeignKey[Any, Any]":
    """The worker that is at it."""
    return models.ForeignKey("web.heartbeat", models.SET_NULL, related_name="+", null=True)
