"""Links: hard to guess, replaceable, and unknown to a copy of the database."""

from samklang.web.mail.links import TOKEN, link_hash, token


def test_a_token_is_its_invitations_own() -> None:
    found = {token(invitation, turn) for invitation in range(1, 500) for turn in range(3)}
    assert len(found) == 499 * 3
    assert all(TOKEN.fullmatch(one) for one in found)
    assert token(7, 0) == token(7, 0)


def test_what_is_kept_is_not_the_token() -> None:
    assert token(7, 0) not in link_hash(token(7, 0))
    assert len(link_hash(token(7, 0))) == 64
