"""Who is named on a restricted record: read, and changed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from casework.child.models import BreakGlass
from casework.child.restriction import presenters, reads
from casework.child.restriction.forms import NamedForm
from casework.child.restriction.views import StandingPage
from casework.chronology.restricted.actions import change_named
from casework.refusals import show_refusal
from records.views import SubmitsOnce


class RestrictionDetail(SubmitsOnce, StandingPage, FormView):
    """Who is named, and the place to change it; every emergency access so far."""

    form_class = NamedForm
    template_name = "casework/restriction/restriction_detail.html"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {
            "named": [row.person_id for row in self.restriction.named.all()]
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": reads.may_be_named(self.child, self.on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opened = BreakGlass.objects.visible_to(self.request.user).filter(child=self.child)
        return super().get_context_data(
            opened=[(row, presenters.period(row)) for row in opened.select_related("person")],
            **kwargs,
        )

    def form_valid(self, form: NamedForm) -> HttpResponse:
        try:
            change_named(
                restriction=self.restriction,
                named=form.cleaned_data["named"],
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Saved. Whoever is no longer named cannot open it any more.")
        return redirect("casework:restriction-detail", pk=self.child.pk)
