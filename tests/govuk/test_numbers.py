"""What a browser sends for a number is a number or nothing, never an error."""

import pytest

from govuk.numbers import whole_number


@pytest.mark.parametrize(("sent", "number"), [("7", 7), ("0", 0), ("2026", 2026), (12, 12)])
def test_plain_digits_are_a_number(sent, number):
    assert whole_number(sent) == number


@pytest.mark.parametrize("sent", ["", None, "²", "٣", "-1", "1.5", "1 ", "9" * 5000, "x"])
def test_anything_else_is_none(sent):
    assert whole_number(sent) is None
