"""Widgets that say how they want to be drawn. Django's own are drawn too; these can say more."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms


class TextInput(forms.TextInput):
    """One line. `width` in characters (2, 3, 4, 5, 10, 20, 30); `prefix`, `suffix` beside it."""

    def __init__(
        self, attrs: Any = None, *, width: int | None = None, prefix: str = "", suffix: str = ""
    ) -> None:
        super().__init__(attrs)
        self.width, self.prefix, self.suffix = width, prefix, suffix


class Textarea(forms.Textarea):
    """Many lines. With `words` or `characters` the count that is left is said while typing."""

    def __init__(
        self,
        attrs: Any = None,
        *,
        rows: int = 5,
        words: int | None = None,
        characters: int | None = None,
    ) -> None:
        super().__init__({"rows": rows} | (attrs or {}))
        self.words, self.characters = words, characters


class RadioSelect(forms.RadioSelect):
    """One of several. `inline` stands them in a row, `buttons` draws them as large buttons.

    `hints` gives a line of help under an answer, keyed by the answer's value.
    """

    def __init__(
        self,
        attrs: Any = None,
        choices: Iterable[Any] = (),
        *,
        inline: bool = False,
        buttons: bool = False,
        hints: Mapping[Any, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.inline, self.buttons, self.hints = inline, buttons, dict(hints or {})


class CheckboxSelectMultiple(forms.CheckboxSelectMultiple):
    """Any of several, with an optional line of help under an answer."""

    def __init__(
        self,
        attrs: Any = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[Any, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
