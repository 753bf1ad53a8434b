"""The five kinds a status may have, and the shape of each: told apart without seeing colour."""

from typing import Final

KINDS: Final = ("red", "amber", "green", "blue", "grey")

# Text marks rather than pictures: they print, they scale, and they need no style of their own.
SHAPES: Final = {
    "red": "◆",  # noqa: RUF001
    "amber": "▲",
    "green": "●",
    "blue": "■",
    "grey": "○",
}


def kind_of(kind: object) -> str:
    """The kind as a plain word; an unknown one is grey, never a broken page."""
    word = str(kind)
    return word if word in KINDS else "grey"
