"""What the views of this room share: an action's own words beside the fields they are about, and
the one template of a plain form.
"""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.guards import Door, ScopedDoor
from accounts.models import Person
from placements.asking import beside
from placements.models.placement import PracticePlacement
from records.unsent import ONCE
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

RELATED = ("student", "practice_educator", "university", "team", "tutor")


class PlacementPage(ScopedDoor):
    """A page about one placement, among those the reader may see."""

    def rows(self, request: HttpRequest) -> QuerySet[PracticePlacement]:
        return PracticePlacement.objects.visible_to(cast(Person, request.user)).select_related(
            *RELATED
        )


class SaysWhy:
    """Puts an action's own words beside the fields they are about."""

    def refused(self, form: Any, error: ValidationError) -> HttpResponse:
        form.add_error(None, beside(error, form.fields))
        # A form view is what this stands on.
        return cast(Any, self).form_invalid(form)


class AsksPlainly(SaysWhy, FormView):
    """One plain form that calls one action. A page says its words and does its deed."""

    template_name = "placements/plain_form.html"
    done: ClassVar[str] = "Saved."

    def title(self) -> str:
        raise NotImplementedError

    def back(self) -> tuple[str, str]:
        """Where the back link and the end of the work lead, and its words."""
        raise NotImplementedError

    def lede(self) -> str:
        """A sentence under the heading, where one is needed."""
        return ""

    def act(self, **answers: Any) -> Any:
        raise NotImplementedError

    def tell(self, result: Any) -> None:
        """Says on the next page what came of it."""
        messages.success(self.request, self.done)

    def done_url(self, result: Any) -> str:
        return self.back()[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url, back_text = self.back()
        return super().get_context_data(
            title=self.title(), lede=self.lede(), back_url=back_url, back_text=back_text, **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        answers = {name: value for name, value in form.cleaned_data.items() if name != ONCE}
        try:
            result = self.act(**answers)
        except ValidationError as error:
            return self.refused(form, error)
        self.tell(result)
        return redirect(self.done_url(result))


class AsksOnce(SubmitsOnce, AsksPlainly):
    """The same, sent once."""


class WritesText(SubmitsOnce, KeepsUnsentText, ShowsConflict, AsksPlainly, ScopedDoor):
    """A longer text about one record: kept while typing, and nobody's change is lost."""


class AskingPage(AsksOnce, Door):
    """A plain form that makes something new."""


class AskingAbout(AsksOnce, ScopedDoor):
    """A plain form about one record."""


class OneClick(ScopedDoor):
    """A button that does one thing to one record and says what came of it."""

    http_method_names = ["post"]
    done: ClassVar[str] = "Done."

    def act(self) -> Any:
        raise NotImplementedError

    def tell(self, result: Any) -> None:
        """Says on the next page what came of it."""
        messages.success(self.request, self.done)

    def leads_to(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            result = self.act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            self.tell(result)
        return redirect(self.leads_to())
