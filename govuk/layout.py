"""Layout pieces for crispy forms beyond fields in a column: boxed sections, rows, filter bars."""

from typing import Any

from crispy_forms.helper import FormHelper as CrispyHelper
from crispy_forms.layout import LayoutObject, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.template.loader import render_to_string


class FormHelper(CrispyHelper):
    """Crispy's helper; `autosave="KEY"` with its address keeps what is typed."""

    def __init__(self, form: Any = None, *, autosave: str = "", autosave_url: str = "") -> None:
        super().__init__(form)
        if autosave:
            self.attrs |= {"data-autosave": autosave, "data-autosave-url": autosave_url}
        self.asked = frozenset(form.fields) if form is not None else frozenset()

    def add_input(self, input_object: Any) -> None:
        """A button below the form. Raises ValueError where it bears the name of a question: its
        words would arrive in place of the answer."""
        if input_object.name in self.asked:
            raise ValueError(f"A button may not be called {input_object.name!r}, as a question is.")
        super().add_input(input_object)


class FilterHelper(CrispyHelper):
    """A GET form that narrows a list: works by its button, and by itself where scripts run.

    `target` is the id of the element that holds the results.
    """

    def __init__(self, form: Any = None, *, target: str = "results", submit: str = "Show") -> None:
        super().__init__(form)
        self.form_method = "get"
        self.form_class = "app-filter"
        self.disable_csrf = True
        self.attrs = {
            "hx-get": "",
            "hx-trigger": "change, submit",
            "hx-target": f"#{target}",
            "hx-select": f"#{target}",
            "hx-swap": "outerHTML",
            "hx-push-url": "true",
        }
        self.add_input(Submit("", submit, css_class="govuk-button--secondary", css_id="filter"))


class _Wrapped(LayoutObject):
    template = ""

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def words(self) -> dict[str, Any]:
        return {}

    def render(self, form: Any, context: Any, template_pack: str = TEMPLATE_PACK, **kwargs: Any):
        inside = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, {"content": inside} | self.words())


class Section(_Wrapped):
    """A boxed part of a form with its title and, at the far end, a note such as who will see it."""

    template = "components/card.html"

    def __init__(self, title: str, *fields: Any, note: str = "", heading: int = 2) -> None:
        super().__init__(*fields)
        self.title, self.note, self.heading = title, note, heading

    def words(self) -> dict[str, Any]:
        return {"title": self.title, "note": self.note, "heading": self.heading}


class Beside(_Wrapped):
    """Fields side by side where there is room, one under the other on a phone."""

    template = "govuk/layout/beside.html"


def in_page_order(form: BaseForm) -> list[str]:
    """The names of a form's fields as its page shows them, whatever order they were declared in.

    The layout says the order; what an answer reveals stands behind its question. Fields that the
    layout leaves out come last, as declared.
    """
    layout = getattr(getattr(form, "helper", None), "layout", None)
    placed = [pointer.name for pointer in layout.get_field_names()] if layout else []
    revealed: dict[str, list[str]] = {
        question: [
            name
            for names in answers.values()
            for name in ([names] if isinstance(names, str) else names)
        ]
        for question, answers in getattr(form, "reveals", {}).items()
    }
    inside = {name for names in revealed.values() for name in names}
    order: dict[str, None] = {}

    def stand(name: str) -> None:
        if name in form.fields and name not in order:
            order[name] = None
            for behind in revealed.get(name, ()):
                stand(behind)

    for name in placed:
        stand(name)
    for name in form.fields:
        if name not in inside:
            stand(name)
    return [*order, *(name for name in form.fields if name not in order)]
