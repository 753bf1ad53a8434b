"""Bases of every form: plain messages, dates in three boxes, questions an answer reveals."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator

from govuk.dates import DateBoxes, DateField, TimeField, When
from govuk.widgets import CheckboxSelectMultiple, RadioSelect, Textarea, TextInput

__all__ = [
    "CheckboxSelectMultiple",
    "DateBoxes",
    "DateField",
    "Form",
    "ModelForm",
    "RadioSelect",
    "ScaleField",
    "TextInput",
    "Textarea",
    "TimeField",
    "When",
    "YesNoField",
]

# What a text may hold where the field itself sets no limit: more is a paste gone wrong.
LONGEST_LINE, LONGEST_TEXT = 500, 20_000


class RevealsMixin:
    """`reveals = {"reason": {"other": ["other_reason"]}}`: an answer shows the fields it names.

    A field that is not shown is blanked, whatever was sent, and its errors with it. A shown one
    must be answered, unless it stands in `optional_when_revealed`. For several answers
    (checkboxes) one of them is enough; for a single checkbox the answer is `True`.
    """

    reveals: ClassVar[Mapping[str, Mapping[Any, str | Iterable[str]]]] = {}
    optional_when_revealed: ClassVar[frozenset[str] | set[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leave_revealed_open()

    def _leave_revealed_open(self) -> None:
        for name in self.revealed_names():
            self.fields[name].required = False

    def revealed_names(self) -> set[str]:
        """Every field that some answer reveals."""
        return {name for _, _, name in self._reveals() if name in self.fields}

    def _reveals(self) -> Iterable[tuple[str, Any, str]]:
        for question, answers in self.reveals.items():
            for answer, names in answers.items():
                for name in [names] if isinstance(names, str) else names:
                    yield question, answer, name

    def _is_shown(self, name: str) -> bool:
        askers = [(q, answer) for q, answer, revealed in self._reveals() if revealed == name]
        return not askers or any(
            self._is_shown(question) and self._is_answered(question, answer)
            for question, answer in askers
        )

    def _is_answered(self, question: str, answer: Any) -> bool:
        given = self.cleaned_data.get(question)
        if isinstance(given, (list, tuple, set)):
            return str(answer) in {str(one) for one in given}
        if hasattr(given, "pk"):
            given = given.pk
        return given is not None and str(given) == str(answer)

    def _clean_fields(self) -> None:
        # Once more: a form may have added fields after its base was made.
        self._leave_revealed_open()
        super()._clean_fields()  # type: ignore[misc]
        for name in self.revealed_names():
            field = self.fields[name]
            if not self._is_shown(name):
                self.errors.pop(name, None)
                self.cleaned_data[name] = field.clean(None)
            elif (
                name not in self.optional_when_revealed
                and name not in self.errors
                and self.cleaned_data.get(name) in field.empty_values
            ):
                self.add_error(name, field.error_messages["required"])


class PlainWordsMixin:
    """Messages in plain words, a cap on every text, and our own fields for days and times."""

    says_optional: ClassVar[bool] = True
    # Not required of everyone, but of some answers; their hint says of which.
    needed_at_times: ClassVar[frozenset[str] | set[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_fields()

    def full_clean(self) -> None:
        # Once more: a form may have added fields, and named them anew, after its base was made.
        self._prepare_fields()
        for field in self.fields.values():
            _speak_plainly(field)
        super().full_clean()  # type: ignore[misc]

    def _prepare_fields(self) -> None:
        for name, field in self.fields.items():
            if type(field) is forms.DateField:
                field = self.fields[name] = DateField.from_plain(field)
            if type(field) is forms.TimeField:
                field = self.fields[name] = TimeField.from_plain(field)
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            _cap(field)


class Form(RevealsMixin, PlainWordsMixin, forms.Form):
    """The base of every form that stands on no model."""


class ModelForm(RevealsMixin, PlainWordsMixin, forms.ModelForm):
    """The base of every form that stands on a model."""


class YesNoField(forms.TypedChoiceField):
    """Yes or no, drawn as two large buttons. Gives True, False, or None for no answer."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", **options: Any) -> None:
        options.setdefault("widget", RadioSelect(buttons=True))
        super().__init__(
            choices=[("True", yes), ("False", no)],
            coerce=lambda value: str(value) == "True",
            empty_value=None,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, bool) else value


class ScaleField(forms.TypedChoiceField):
    """A number on a scale, drawn as a row of large buttons. Gives an int, or None."""

    def __init__(self, *, lowest: int = 0, highest: int = 10, **options: Any) -> None:
        options.setdefault("widget", RadioSelect(buttons=True))
        super().__init__(
            choices=[(str(step), str(step)) for step in range(lowest, highest + 1)],
            coerce=int,
            empty_value=None,
            **options,
        )


def _cap(field: forms.Field) -> None:
    capped = any(isinstance(one, MaxLengthValidator) for one in field.validators)
    is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
    if is_text and not capped:
        many_lines = isinstance(field.widget, forms.Textarea)
        field.validators.append(
            MaxLengthValidator(
                getattr(field.widget, "characters", None)
                or (LONGEST_TEXT if many_lines else LONGEST_LINE)
            )
        )


def _longest(field: forms.Field) -> int:
    """The most characters it takes; 0 where it is no text."""
    caps = [one.limit_value for one in field.validators if isinstance(one, MaxLengthValidator)]
    return min(caps, default=0)


def _speak_plainly(field: forms.Field) -> None:
    """Replaces Django's own wording; what a form said itself stays."""
    standard = _standard_messages(type(field))
    name = _name(field)
    plain = {
        "required": _please(field),
        "invalid_choice": "Choose one of the answers in the list",
        "invalid_pk_value": "Choose one of the answers in the list",
        "max_length": f"{name} must be {_longest(field):,} characters or fewer",
        "min_length": f"{name} must be %(limit_value)d characters or more",
        "max_value": f"{name} must be %(limit_value)s or less",
        "min_value": f"{name} must be %(limit_value)s or more",
        "null_characters_not_allowed": (
            f"{name} has a character in it that cannot be stored. Delete it and type it again"
        ),
    }
    if isinstance(field, forms.FloatField | forms.IntegerField):
        plain["invalid"] = f"{name} must be a number, like 12"
    if isinstance(field, forms.EmailField):
        plain["invalid"] = "Enter an e-mail address in the right form, like name@example.com"
    if isinstance(field, forms.TimeField):
        plain["invalid"] = f"{name} must be a time, like 14:30"
    for code, message in plain.items():
        if field.error_messages.get(code, standard.get(code)) == standard.get(code):
            field.error_messages[code] = message


def _standard_messages(kind: type[forms.Field]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for ancestor in reversed(kind.__mro__):
        messages.update(getattr(ancestor, "default_error_messages", {}))
    return messages


def _name(field: forms.Field) -> str:
    """How a message begins: the label; of a question, whose answer it is."""
    label = str(field.label or "").replace("%", "%%")
    if label.endswith("?"):
        return f"Your answer to “{label}”"
    return label or "Your answer"


def _please(field: forms.Field) -> str:
    label = str(field.label or "an answer")
    if label.endswith("?"):
        return f"Answer “{label}”"
    choosing = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick “{label}” to go on"
    if len(label) > 1 and label[1].islower():
        label = label[0].lower() + label[1:]
    return f"{'Choose' if isinstance(field.widget, choosing) else 'Enter'} {label}"
