"""The audit trail's one way in."""

from django.contrib.auth.base_user import AbstractBaseUser

from samklang.web.models import AuditRow, Network, Theme


def record(
    deed: str,
    *,
    by: AbstractBaseUser | None,
    network: Network | None = None,
    theme: Theme | None = None,
    subject: str = "",
    **detail: object,
) -> AuditRow:
    """Writes one row; `detail` holds what JSON can, never an answer.

    The network is the theme's where only a theme is given.
    """
    if network is None and theme is not None:
        network = theme.network
    return AuditRow.objects.create(
        deed=deed, by=by, network=network, theme=theme, subject=subject[:200], detail=detail
    )
