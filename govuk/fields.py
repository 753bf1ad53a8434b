"""A bound field in the design system's markup: one small function per kind of widget."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from govuk import macros
from govuk.dates import PARTS, DateBoxes
from govuk.errors import field_id, wrong_parts

# The browser's own checks would speak before ours, or cut pasted text short without a word.
NOT_PASSED_ON = frozenset(
    {"class", "id", "required", "maxlength", "minlength", "min", "max", "step", "rows", "cols"}
)
Params = dict[str, Any]


def render(field: BoundField) -> SafeString:
    """Label, hint, errors and control of one field, with the fields its answers reveal."""
    if field.is_hidden:
        return field.as_hidden()
    widget = field.field.widget
    for kinds, draw in _DRAWN_BY:
        if isinstance(widget, kinds):
            return draw(field)
    return _as_django_draws_it(field)


def is_revealed_by_another(field: BoundField) -> bool:
    """Whether the field is drawn inside the answer that reveals it, and so not at its own place."""
    revealed = getattr(field.form, "revealed_names", None)
    return revealed is not None and field.name in revealed()


# ---- What all fields share -------------------------------------------------------------------


def _common(field: BoundField) -> Params:
    params: Params = {"id": field_id(field), "name": field.html_name}
    params["attributes"] = {
        name: str(value) if value is not True else name
        for name, value in field.field.widget.attrs.items()
        if name not in NOT_PASSED_ON and value is not False and value is not None
    }
    params["classes"] = field.field.widget.attrs.get("class", "")
    if field.field.disabled:
        params["disabled"] = True
    return params | _hint_and_error(field)


def _hint_and_error(field: BoundField) -> Params:
    params: Params = {}
    if field.help_text:
        params["hint"] = {"html": conditional_escape(field.help_text)}
    if field.errors:
        together = format_html_join(mark_safe("<br>"), "{}", ((error,) for error in field.errors))
        params["errorMessage"] = {"html": together}
    return params


def _title(field: BoundField) -> str:
    optional = getattr(field.form, "says_optional", True) and not field.field.required
    needless = is_revealed_by_another(field) or isinstance(
        field.field.widget, (forms.CheckboxInput,)
    )
    needless = needless or field.name in getattr(field.form, "needed_at_times", ())
    return f"{field.label} (optional)" if optional and not needless else str(field.label)


def _label(field: BoundField) -> Params:
    return {"label": {"text": _title(field), "classes": "govuk-label--s"}}


def _legend(field: BoundField) -> Params:
    return {"fieldset": {"legend": {"text": _title(field), "classes": "govuk-fieldset__legend--s"}}}


def _text_value(field: BoundField) -> str:
    value = field.field.widget.format_value(field.value())
    return "" if value is None else str(value)


# ---- One control -----------------------------------------------------------------------------


def _text(field: BoundField) -> SafeString:
    widget = field.field.widget
    typed, mark = _text_value(field), macros.mark()
    params = _common(field) | _label(field) | {"value": mark if typed else ""}
    params |= _keyboard(field)
    width = getattr(widget, "width", None) or _usual_width(field.field)
    if width:
        params["classes"] = f"{params['classes']} govuk-input--width-{width}".strip()
    for side in ("prefix", "suffix"):
        if getattr(widget, side, ""):
            params[side] = {"text": getattr(widget, side)}
    return macros.render("input", params, {mark: conditional_escape(typed)})


def _keyboard(field: BoundField) -> Params:
    if isinstance(field.field, forms.EmailField):
        return {"type": "email", "spellcheck": False, "autocomplete": "email"}
    if isinstance(field.field, (forms.DecimalField, forms.FloatField)):
        return {"inputmode": "decimal", "spellcheck": False}
    if isinstance(field.field, forms.IntegerField):
        return {"inputmode": "numeric", "spellcheck": False}
    input_type = field.field.widget.input_type
    return {"type": input_type} if input_type in {"tel", "url", "search"} else {}


def _usual_width(field: forms.Field) -> int | None:
    if isinstance(field, forms.TimeField):
        return 5
    return 5 if isinstance(field, (forms.IntegerField, forms.FloatField)) else None


def _password(field: BoundField) -> SafeString:
    kind = field.field.widget.attrs.get("autocomplete", "current-password")
    params = _common(field) | _label(field) | {"autocomplete": kind}
    params["attributes"].pop("autocomplete", None)
    return macros.render("password-input", params)


def _textarea(field: BoundField) -> SafeString:
    widget = field.field.widget
    typed = _text_value(field)
    # A browser swallows the first line break of a textarea; a second one keeps what was typed.
    typed = f"\n{typed}" if typed.startswith(("\n", "\r")) else typed
    mark = macros.mark()
    params = _common(field) | _label(field)
    params |= {"value": mark, "rows": widget.attrs.get("rows") or 5}
    for kind in ("words", "characters"):
        if limit := getattr(widget, kind, None):
            params |= _count(field, limit, kind)
    return macros.render("textarea", params, {mark: conditional_escape(typed)})


def _count(field: BoundField, limit: int, kind: str) -> Params:
    """How much is left, said while typing. The published macro cannot count words."""
    info = f"{field_id(field)}-info"
    said = f"You can enter up to {limit} {kind}"
    hint = macros.render(
        "hint", {"id": info, "text": said, "classes": "govuk-character-count__message"}
    )
    counted = {"data-module": "govuk-character-count", "data-count-type": kind}
    return {
        "classes": "govuk-js-character-count",
        "describedBy": info,
        "formGroup": {
            "classes": "govuk-character-count",
            "attributes": counted | {"data-maxlength": str(limit)},
            "afterInput": {"html": hint},
        },
    }


def _file(field: BoundField) -> SafeString:
    accept = field.field.widget.attrs.get("accept")
    params = (
        _common(field)
        | _label(field)
        | {"multiple": bool(getattr(field.field.widget, "allow_multiple_selected", False))}
    )
    if accept:
        params["attributes"]["accept"] = accept
    return macros.render("file-upload", params)


# ---- Several controls ------------------------------------------------------------------------


def _options(field: BoundField) -> Iterator[tuple[str | None, list[dict[str, Any]]]]:
    """The widget's groups of options as Django prepares them: (group label, options)."""
    widget = field.field.widget
    values = widget.format_value(field.value())
    for group, options, _ in widget.optgroups(field.html_name, values):
        yield group, options


def _wording(label: object, instead_of_dashes: str) -> str:
    """Django offers a row of dashes for no answer; people deserve a word."""
    return str(label) if str(label).strip("-") else instead_of_dashes


def _items(field: BoundField) -> tuple[list[Params], dict[str, SafeString]]:
    """Items for radios or checkboxes, and what takes the place of each mark at the end."""
    widget = field.field.widget
    hints = {str(key): text for key, text in getattr(widget, "hints", {}).items()}
    by_value, _ = _revealed_by(field)
    items: list[Params] = []
    waiting: dict[str, SafeString] = {}
    for _, options in _options(field):
        for option in options:
            value = str(option["value"])
            if value == "" and field.field.required:
                continue
            item: Params = {
                "value": value,
                "text": _wording(option["label"], "No answer"),
                "checked": bool(option["selected"]),
                "disabled": bool(option["attrs"].get("disabled")) or field.field.disabled,
            }
            if value in hints:
                item["hint"] = {"text": hints[value]}
            if by_value.get(value):
                mark = macros.mark(len(waiting))
                waiting[mark] = _together(field.form, by_value[value])
                item["conditional"] = {"html": mark}
            items.append(item)
    return items, waiting


def _revealed_by(field: BoundField) -> tuple[dict[str, list[str]], dict[str, tuple[str, ...]]]:
    """What each answer alone reveals, and what several do, each with those answers.

    Drawn inside each answer, a field of several would be there twice, and the browser would send
    the empty one along with the filled one.
    """
    reveals = getattr(field.form, "reveals", {}).get(field.name, {})
    by_value = {
        str(value): [names] if isinstance(names, str) else list(names)
        for value, names in reveals.items()
    }
    askers: dict[str, tuple[str, ...]] = {}
    for value, names in by_value.items():
        for name in names:
            askers[name] = (*askers.get(name, ()), value)
    shared = {name: values for name, values in askers.items() if len(values) > 1}
    alone = {
        value: [name for name in names if name not in shared] for value, names in by_value.items()
    }
    return alone, shared


def _together(form: forms.BaseForm, names: Iterable[str]) -> SafeString:
    return mark_safe("".join(render(form[name]) for name in names))


def _shared_after(field: BoundField) -> SafeString:
    """What several answers reveal follows the question, once."""
    _, shared = _revealed_by(field)
    return mark_safe("".join(_after(field, values, [name]) for name, values in shared.items()))


def _checkboxes(field: BoundField) -> SafeString:
    items, waiting = _items(field)
    html = macros.render("checkboxes", _group(field) | {"items": items}, waiting)
    return mark_safe(html + _shared_after(field))


def _radios(field: BoundField) -> SafeString:
    widget = field.field.widget
    items, waiting = _items(field)
    classes = ["govuk-radios--inline"] if getattr(widget, "inline", False) else []
    if getattr(widget, "buttons", False):
        classes = ["app-choice-buttons"]
    params = _group(field) | {"items": items, "classes": " ".join(classes)}
    return mark_safe(macros.render("radios", params, waiting) + _shared_after(field))


def _group(field: BoundField) -> Params:
    params = _common(field) | _legend(field)
    return params | {"idPrefix": params.pop("id")}


def _single_checkbox(field: BoundField) -> SafeString:
    widget = field.field.widget
    common = _common(field)
    reveals = getattr(field.form, "reveals", {}).get(field.name, {})
    item: Params = {
        "value": widget.attrs.get("value", "on"),
        "text": _title(field),
        "checked": widget.check_test(field.value()),
        "disabled": field.field.disabled,
        "attributes": common["attributes"],
    }
    waiting = {}
    for names in reveals.values():
        mark = macros.mark(len(waiting))
        waiting[mark] = _together(field.form, [names] if isinstance(names, str) else names)
        item["conditional"] = {"html": mark}
    if "hint" in common:
        item["hint"] = common["hint"]
    params = {"idPrefix": common["id"], "name": common["name"], "items": [item]}
    if "errorMessage" in common:
        params["errorMessage"] = common["errorMessage"]
    return macros.render("checkboxes", params, waiting)


def _select(field: BoundField) -> SafeString:
    widget = field.field.widget
    groups = [
        {
            "label": group,
            "options": [
                {
                    "value": str(option["value"]),
                    "text": _wording(option["label"], "Choose"),
                    "selected": bool(option["selected"]),
                    "disabled": bool(option["attrs"].get("disabled")),
                }
                for option in options
            ],
        }
        for group, options in _options(field)
    ]
    params = _common(field) | _label(field) | {"groups": groups}
    params["multiple"] = bool(widget.allow_multiple_selected)
    html = macros.render("select", params)
    alone, _ = _revealed_by(field)
    following = [_after(field, [value], names) for value, names in alone.items() if names]
    return mark_safe(html + "".join(following) + _shared_after(field))


def _after(field: BoundField, values: Sequence[str], names: Iterable[str]) -> SafeString:
    """Fields that follow their question; a script folds them away where no such answer is given."""
    return mark_safe(
        f'<div class="app-revealed" data-revealed-by="{conditional_escape(field_id(field))}"'
        f' data-revealed-when="{conditional_escape("|".join(values))}">'
        f"{_together(field.form, names)}</div>"
    )


def _date(field: BoundField) -> SafeString:
    widget = field.field.widget
    value = field.value()
    texts = value if isinstance(value, (list, tuple)) else widget.decompress(value)
    params = _common(field) | _legend(field)
    wrong = wrong_parts(field) if field.errors else ()
    params["items"] = [
        {
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "id": f"{params['id']}_{part}",
            "value": "" if text is None else str(text),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
            "attributes": {"disabled": "disabled"} if field.field.disabled else {},
        }
        for part, text in zip(PARTS, texts, strict=True)
    ]
    return macros.render("date-input", params)


def _as_django_draws_it(field: BoundField) -> SafeString:
    """A widget we do not know, in a form group with our label, hint and errors around it."""
    return macros.render("form-group", _common(field) | _label(field) | {"control": str(field)})


# The order matters: CheckboxSelectMultiple is a RadioSelect, and nearly everything is an Input.
_DRAWN_BY: tuple[tuple[type | tuple[type, ...], Callable[[BoundField], SafeString]], ...] = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _single_checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.widgets.Input, _text),
)
