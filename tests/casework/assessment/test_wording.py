"""Two texts compared word by word: nothing is lost, whatever was written."""

from hypothesis import given
from hypothesis import strategies as st

from casework.assessment.wording import LONGEST, Piece, changes, paragraphs

LINES = st.lists(st.text(alphabet="ab c.ż", max_size=30), max_size=8).map("\n".join)


def old_of(found) -> list[str]:
    kept = ["".join(one.text for one in row if one.how != "in") for row in found]
    return [text for text in kept if text]


def new_of(found) -> list[str]:
    kept = ["".join(one.text for one in row if one.how != "out") for row in found]
    return [text for text in kept if text]


@given(LINES, LINES)
def test_both_texts_can_be_read_back(before, after):
    found = changes(before, after)
    assert old_of(found) == paragraphs(before)
    assert new_of(found) == paragraphs(after)


@given(LINES)
def test_a_text_against_itself_is_all_kept(text):
    assert all(one.is_kept for row in changes(text, text) for one in row)


def test_one_word_put_in():
    assert changes("Mum was tired.", "Mum was very tired.") == [
        [Piece("Mum was ", "kept"), Piece("very ", "in"), Piece("tired.", "kept")]
    ]


def test_another_paragraph_is_not_mixed_with_one_it_shares_nothing_with():
    found = changes("It means he is tired.", "The nurse sees them weekly now.")
    assert [[one.how for one in row] for row in found] == [["out"], ["in"]]


def test_a_pasted_book_is_shown_whole_and_not_compared_for_minutes():
    before = "word " * (LONGEST * 20)
    found = changes(before, before + "more")
    assert [one.how for one in found[0]] == ["out", "in"]


def test_paragraphs_know_windows_lines():
    assert paragraphs("One.\r\n\r\nTwo.\r\n  \r\n") == ["One.", "Two."]
