"""Numbers that a browser sent."""


def whole_number(text: object) -> int | None:
    """The number `text` is, of nine plain digits at most; None for anything else.

    Python takes more for a digit than it makes a number of, "²" for one.
    """
    digits = str(text or "")
    is_one = digits.isascii() and digits.isdigit() and len(digits) <= 9
    return int(digits) if is_one else None
