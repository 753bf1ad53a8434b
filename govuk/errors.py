"""The error summary: one list above the heading, each line linked to what it is about."""

from collections.abc import Iterator

from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.forms import NON_FIELD_ERRORS
from django.utils.safestring import SafeString

from govuk import macros
from govuk.dates import PARTS
from govuk.layout import in_page_order


def has_errors(form: BaseForm | BaseFormSet) -> bool:
    if isinstance(form, BaseFormSet):
        return form.is_bound and form.total_error_count() > 0
    return bool(form.errors)


def field_id(field: BoundField) -> str:
    """The id that a field's first (or only) control bears; radios and checkboxes bear it bare."""
    return str(field.field.widget.attrs.get("id") or field.auto_id or field.html_name)


def wrong_parts(field: BoundField) -> tuple[str, ...]:
    """The boxes of a date that its errors are about; all of them when the errors do not say."""
    parts = [
        part
        for error in field.errors.as_data()
        for part in (error.params or {}).get("parts", PARTS)
    ]
    return tuple(part for part in PARTS if part in parts)


def target(field: BoundField) -> str:
    """The id that the error summary links to."""
    if hasattr(field.field.widget, "widgets_names") and len(field.field.widget.widgets_names) == 3:
        return f"{field_id(field)}_{(wrong_parts(field) or PARTS)[0]}"
    return field_id(field)


def lines(form: BaseForm | BaseFormSet) -> Iterator[dict[str, str]]:
    """Every error of a form or formset, in the order in which the fields stand."""
    if isinstance(form, BaseFormSet):
        yield from ({"text": error} for error in form.non_form_errors())
        for one in form.forms:
            yield from lines(one)
        return
    yield from ({"text": error} for error in form.errors.get(NON_FIELD_ERRORS, ()))
    for name in in_page_order(form):
        if name in form.errors:
            bound = form[name]
            for error in bound.errors:
                line = {"text": error}
                if not bound.is_hidden:
                    line["href"] = f"#{target(bound)}"
                yield line


def summary_once(form: BaseForm | BaseFormSet) -> SafeString:
    """The summary, the first time it is asked for; afterwards, and without errors, nothing."""
    if not has_errors(form) or getattr(form, "error_summary_shown", False):
        return SafeString("")
    form.error_summary_shown = True  # type: ignore[union-attr]
    return macros.render(
        "error-summary", {"titleText": "There is a problem", "errorList": list(lines(form))}
    )
