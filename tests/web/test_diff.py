"""The word diff: joined again, each side is the text it came from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.diff import Piece, words_changed

TEXT = st.lists(st.sampled_from(["én", "måned", "varsel", "tre", "fra", "dagen"])).map(" ".join)


@given(TEXT, TEXT)
def test_each_side_is_its_own_text(old: str, new: str) -> None:
    left, right = words_changed(old, new)
    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new
    kept = [[p.text.strip() for p in side if not p.changed] for side in (left, right)]
    assert kept[0] == kept[1]


def test_only_the_words_that_differ_are_marked() -> None:
    left, right = words_changed("med én måneds varsel", "med tre måneders varsel")
    assert [piece.text for piece in left if piece.changed] == ["én måneds "]
    assert [piece.text for piece in right if piece.changed] == ["tre måneders "]
    assert left[0] == right[0] == Piece("med ", False)
