"""Sending, taking back, countersigning, authorising and returning."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, View

from accounts.permissions import Permission
from casework.assessment import actions, presenters, reads
from casework.assessment.actions.holding import may_move
from casework.assessment.completeness import missing
from casework.assessment.forms.signing import ReturnForm, SubmitForm
from casework.assessment.models import Assessment
from casework.assessment.sections import BY_KEY, worded
from casework.assessment.views.pages import AssessmentPage
from casework.child.people import accountable_workers
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import Move
from records.views import KeepsUnsentText, SubmitsOnce

CHANGED = "It changed while you were reading. Read it again first."


class AssessmentSubmit(SubmitsOnce, AssessmentPage, FormView):
    """Check before it is sent: what is missing with a way there, else what goes out and to whom."""

    permission = Permission.ASSESSMENT_WRITE
    form_class = SubmitForm
    template_name = "casework/assessment/assessment_submit.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.author_id != request.user.pk:
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_editable:
            return redirect("casework:assessment-read", pk=self.record.pk)
        return None

    @property
    def signs_alone(self) -> bool:
        person = self.request.user
        return bool(person.registration_number) and self.standing.answers_for

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        self.to = "your manager" if self.signs_alone else worker.name if worker else "a manager"
        send = "Sign it" if self.signs_alone else f"Send to {self.to} to countersign"
        return kwargs | {"send": send}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = reads.whole(self.record)
        context = super().get_context_data(
            assessment=self.record,
            lacking=[
                {
                    "title": worded(BY_KEY[key].title, self.first),
                    "href": reverse("casework:assessment-section", args=[self.record.pk, key])
                    + "?check=1",
                    "messages": texts,
                }
                for key, texts in missing(found).items()
            ],
            whole=found,
            facts=_facts(self.record, found),
            signs_alone=self.signs_alone,
            **kwargs,
        )
        return context | {"to": self.to}

    def form_valid(self, form: SubmitForm) -> HttpResponse:
        try:
            sent = actions.submit_assessment(
                assessment=self.record,
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, CHANGED)
            return self.form_invalid(form)
        except ValidationError as refused:
            for message in refused.messages:
                form.add_error(None, message)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        said = "Signed. It waits for your manager to authorise." if sent.is_locked else "Sent."
        messages.success(self.request, said)
        return redirect("casework:assessment-read", pk=self.record.pk)


def _facts(assessment: Assessment, found: reads.Whole) -> list[dict[str, Any]]:
    def way(key: str) -> dict[str, str]:
        href = reverse("casework:assessment-section", args=[assessment.pk, key])
        return {"href": href, "link": "Change"}

    seen = [f"{row.on:%-d %B %Y}{', alone' if row.alone else ''}" for row in found.sightings]
    return [
        {"key": "Clock runs from", "value": f"{assessment.started_on:%-d %B %Y}"},
        {"key": "Child seen", "value": seen or assessment.not_seen_why, **way("seen")},
        {"key": "Factors", "value": assessment.factor_words, **way("factors")},
        {"key": "Outcome", "value": assessment.outcome_words, **way("outcome")},
    ]


class AssessmentMove(AssessmentPage, View):
    """A button that moves the assessment on; refusals are said on its page."""

    http_method_names = ["post"]
    said = ""

    def act(self, began_from: int | None) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = whole_number(request.POST.get("lock_version"))
        try:
            self.act(version)
        except Conflict:
            messages.warning(request, CHANGED)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.said)
        return redirect("casework:assessment-detail", pk=self.record.pk)


class AssessmentWithdraw(AssessmentMove):
    permission = Permission.ASSESSMENT_WRITE
    said = "Taken back. Change what you need, then send it again."

    def act(self, began_from: int | None) -> None:
        actions.withdraw_assessment(assessment=self.record, by=self.request.user)


class AssessmentCountersign(AssessmentMove):
    permission = Permission.ASSESSMENT_COUNTERSIGN
    said = "Countersigned. It waits for a manager to authorise."

    def act(self, began_from: int | None) -> None:
        actions.countersign_assessment(
            assessment=self.record, by=self.request.user, began_from=began_from
        )


class AssessmentAuthorise(SubmitsOnce, AssessmentPage, FormView):
    """Check before it becomes official: who wrote and signed it, what it found, what it stops."""

    permission = Permission.ASSESSMENT_AUTHORISE
    form_class = SubmitForm
    template_name = "casework/assessment/assessment_authorise.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if Move.AUTHORISE not in self.record.open_moves:
            return redirect("casework:assessment-detail", pk=self.record.pk)
        if not may_move(self.record, request.user, self.on, self.standing)(Move.AUTHORISE):
            raise PermissionDenied
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"send": "Authorise this assessment"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = reads.texts_only(self.record)
        facts = [
            {name: row[name] for name in ("key", "value")} | {"href": ""}
            for row in _facts(self.record, found)
        ]
        return super().get_context_data(
            assessment=self.record,
            facts=facts,
            drafted_by=presenters.drafted_by(self.record),
            clock=reads.clocks_of(self.record).filter(code="C2").first(),
            **kwargs,
        )

    def form_valid(self, form: SubmitForm) -> HttpResponse:
        try:
            actions.authorise_assessment(
                assessment=self.record,
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, CHANGED)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Authorised. Its clock has stopped.")
        return redirect("casework:assessment-read", pk=self.record.pk)


class AssessmentReturn(SubmitsOnce, KeepsUnsentText, AssessmentPage, FormView):
    """Send it back to its author with what needs changing."""

    permission = Permission.ASSESSMENT_VIEW
    form_class = ReturnForm
    template_name = "casework/assessment/assessment_return.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if Move.RETURN not in self.record.open_moves:
            return redirect("casework:assessment-detail", pk=self.record.pk)
        own = self.record.author_id == request.user.pk
        if own or not may_move(self.record, request.user, self.on, self.standing)(Move.RETURN):
            raise PermissionDenied
        return None

    @property
    def form_key(self) -> str:
        return f"casework.assessment.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on an assessment"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pinned = self.record.comments.filter(sent_at=None).select_related("by")
        return super().get_context_data(
            assessment=self.record,
            pinned=[
                {"title": worded(BY_KEY[row.section_key].title, self.first), "row": row}
                for row in pinned
            ],
            **kwargs,
        )

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            actions.return_assessment(
                assessment=self.record,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, "It changed while you were writing. Read it again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Returned to {self.record.author.name}.")
        return redirect("casework:assessment-to-sign")
