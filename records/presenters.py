"""Two texts of one form side by side, and a form's values in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict


@dataclass(frozen=True)
class Difference:
    """One field that two people filled differently; `can_join` where both texts can stand."""

    name: str
    label: str
    mine: str
    theirs: str
    can_join: bool

    @property
    def pick(self) -> str:
        """What is chosen before the person chooses: nothing anybody wrote is left out."""
        if self.can_join:
            return "both"
        return "mine" if self.mine else "theirs"


def differences(form: forms.BaseForm, theirs: Mapping[str, Any]) -> list[Difference]:
    """The fields of the bound `form` whose answers are not those in `theirs`.

    A field whose label alone would not say what it is about may carry a `full_label`.
    """
    rows = []
    for name, field in form.fields.items():
        if field.widget.is_hidden or name not in theirs:
            continue
        mine = in_words(field, form.cleaned_data.get(name))
        other = in_words(field, theirs[name])
        if mine != other:
            can_join = isinstance(field.widget, forms.Textarea) and bool(mine and other)
            label = str(getattr(field, "full_label", None) or field.label or name)
            rows.append(Difference(name, label, mine, other, can_join))
    return rows


def in_words(field: forms.Field, value: Any) -> str:
    """An answer as a person reads it; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return ", ".join(in_words(field, one) for one in value)
    if isinstance(field, forms.ChoiceField):
        return _label_of(field, value)
    return str(value).replace("\r\n", "\n").strip()


def _label_of(field: forms.ChoiceField, value: Any) -> str:
    for key, label in field.choices:
        for inner_key, inner_label in label if isinstance(label, (list, tuple)) else [(key, label)]:
            if str(inner_key) == str(value):
                return str(inner_label)
    return str(value)


def put_answer(post: QueryDict, form: forms.BaseForm, name: str, value: Any) -> None:
    """Write `value` into `post` as if it had been typed into that field of `form`."""
    field, full_name = form.fields[name], form.add_prefix(name)
    value = field.prepare_value(value)
    if isinstance(field.widget, forms.MultiWidget):
        post.pop(full_name, None)
        parts = zip(field.widget.widgets_names, field.widget.decompress(value), strict=True)
        for suffix, part in parts:
            post[full_name + suffix] = "" if part is None else str(part)
    elif isinstance(value, (list, tuple, set)):
        post.setlist(full_name, [str(one) for one in value])
    elif value is None or value is False and isinstance(field.widget, forms.CheckboxInput):
        post.pop(full_name, None)
    else:
        post[full_name] = str(value)
