import pytest
from django.core.exceptions import ValidationError

from casework.child.upn import check_letter, validate_upn


def test_the_check_letter_of_the_handbooks_example():
    assert check_letter("885200000001") == "Q"


def test_a_right_number_passes():
    validate_upn("Q885200000001")


def test_a_temporary_number_ends_in_a_letter_that_counts_as_its_place():
    # 8*2 + 8*3 + 5*4 + 2*5 = 70; B is 1, times 13; 83 mod 23 is 14, which is Q.
    validate_upn("Q88520000000B")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("A885200000001", "upn_check_letter"),
        ("Q885200000010", "upn_check_letter"),
        ("Q88520000000", "upn_shape"),
        ("I885200000001", "upn_shape"),
        ("q885200000001", "upn_shape"),
        ("", "upn_shape"),
    ],
)
def test_slips_are_named(typed, code):
    with pytest.raises(ValidationError) as refused:
        validate_upn(typed)
    assert refused.value.code == code
