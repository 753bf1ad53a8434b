"""The unique pupil number: its shape, and the letter that guards it against slips of the pen.

Source: the DfE's guide to unique pupil numbers. A temporary number ends in a letter, which counts
as its place in the same alphabet.
"""

import re

from django.core.exceptions import ValidationError

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_SHAPE = re.compile(rf"^[{CHECK_LETTERS}]\d{{11}}[\d{CHECK_LETTERS}]$")


def check_letter(rest: str) -> str:
    """The first letter of the number whose other twelve characters are `rest`."""
    values = (
        int(character) if character.isdigit() else CHECK_LETTERS.index(character)
        for character in rest
    )
    return CHECK_LETTERS[sum(place * value for place, value in enumerate(values, 2)) % 23]


def validate_upn(value: str) -> None:
    """Raises ValidationError with what is wrong, in words for the person who typed it."""
    if not _SHAPE.match(value):
        raise ValidationError(
            "A unique pupil number has 13 characters: one letter, then 11 digits, then a digit or "
            "a letter, like Q885200000001.",
            code="upn_shape",
        )
    if value[0] != check_letter(value[1:]):
        raise ValidationError(
            "This unique pupil number has a slip in it: its first letter does not fit the rest. "
            "Check it against the school's record.",
            code="upn_check_letter",
        )
