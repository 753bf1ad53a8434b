"""The task list, the page of one section, and who leads which."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.permissions import Permission
from casework.assessment import actions, policies, presenters, reads
from casework.assessment.actions.writing import Written, may_finish
from casework.assessment.completeness import lacks
from casework.assessment.forms.sections import FORMS, LeadsForm, SectionForm
from casework.assessment.models import AssessmentSection, LearningNote
from casework.assessment.sections import BY_KEY, KEYS, SECTIONS, worded
from casework.assessment.views.pages import AssessmentPage
from casework.refusals import show_refusal
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce
from timescales.presenters import progress, tag


class AssessmentDetail(AssessmentPage, TemplateView):
    """The task list while it is written; once it is sent, its text is its page."""

    permission = Permission.ASSESSMENT_VIEW
    template_name = "casework/assessment/assessment_detail.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.record.is_editable:
            return redirect("casework:assessment-read", pk=self.record.pk)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment, person = self.record, self.request.user
        rows = reads.task_rows(assessment)
        finished = sum(1 for row in rows if row.is_finished)
        following = presenters.next_task(rows)
        moves = reads.moves_of(assessment)
        writes = policies.may_write(person.permissions, is_worker=self.works_with)
        notes = LearningNote.objects.visible_to(person).filter(assessment=assessment)
        return super().get_context_data(
            assessment=assessment,
            tag=presenters.state_tag(assessment, person),
            groups=presenters.tasks(assessment, rows, self.child, person),
            finished=finished,
            total=len(rows),
            share=finished / len(rows),
            may_write=writes,
            is_author=assessment.author_id == person.pk,
            next_key=following,
            next_title=worded(BY_KEY[following].title, self.first) if following else "",
            cards=self.cards(),
            comment=reads.latest_return(moves),
            checkpoints=_checkpoint_rows(assessment),
            notes=notes.select_related("by"),
            may_note=person.may(Permission.ASSESSMENT_NOTE),
            may_review=person.may(Permission.ASSESSMENT_REVIEW),
            **kwargs,
        )

    def cards(self) -> list[dict[str, Any]]:
        now = timezone.localtime()
        found = []
        for clock in reads.clocks_of(self.record)[:2]:
            ran, said = progress(clock, now), tag(clock, now)
            headline = said.text if clock.is_overdue(now) else ran.headline
            found.append({"title": clock.title, "headline": headline, "ran": ran, "tag": said})
        return found


def _checkpoint_rows(assessment) -> list[dict[str, Any]]:
    return [
        {"row": row, "kind": presenters.PROGRESS_KINDS[row.progress]}
        for row in reads.checkpoints_of(assessment)
    ]


class SectionWrite(SubmitsOnce, KeepsUnsentText, ShowsConflict, AssessmentPage, FormView):
    """One section: its questions, what was brought in, what was said about it, what stood last."""

    permission = Permission.ASSESSMENT_WRITE
    template_name = "casework/assessment/section_form.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.key not in BY_KEY:
            raise Http404
        if not self.works_with:
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_editable:
            return redirect("casework:assessment-read", pk=self.record.pk)
        return None

    @property
    def key(self) -> str:
        return self.kwargs["key"]

    @cached_property
    def part(self) -> reads.Whole:
        return reads.part(self.record, self.key)

    @property
    def row(self) -> AssessmentSection:
        return self.part.sections[self.key]

    @property
    def title(self) -> str:
        return worded(BY_KEY[self.key].title, self.first)

    @property
    def form_key(self) -> str:
        return f"casework.assessment.{self.record.pk}.{self.key}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: assessment, {BY_KEY[self.key].title}".replace(
            "{first}", "the child"
        )

    def get_later_url(self) -> str:
        return reverse("casework:assessment-detail", args=[self.record.pk])

    @cached_property
    def following(self) -> str:
        """The next section, from this one on, that is not finished."""
        order = [*KEYS[KEYS.index(self.key) + 1 :], *KEYS[: KEYS.index(self.key)]]
        rows = self.part.sections
        return next((key for key in order if not rows[key].is_finished), "")

    def get_form_class(self) -> type[SectionForm]:
        return FORMS[BY_KEY[self.key].kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "section": BY_KEY[self.key],
            "whole": self.part,
            "first": self.first,
            "may_finish": may_finish(self.record, self.row, self.request.user),
            "next_title": worded(BY_KEY[self.following].title, self.first)
            if self.following
            else "",
        }

    def get_form(self, form_class: Any = None) -> SectionForm:
        form = super().get_form(form_class)
        if "check" in self.request.GET and not form.is_bound:
            form.show_missing(lacks(self.part, self.key))
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = KEYS.index(self.key) + 1
        return super().get_context_data(
            assessment=self.record,
            spec=BY_KEY[self.key],
            title=self.title,
            group=worded(BY_KEY[self.key].group, self.first),
            place=place,
            total=len(SECTIONS),
            row=self.row,
            part=self.part,
            first=self.first,
            comments=[row for row in self.part.comments if row.sent_at],
            last=reads.last_time(self.record, self.key),
            **kwargs,
        )

    def values_of(self, current: Any) -> dict[str, Any]:
        fresh = reads.part(reads.again(self.record), self.key)
        return self.get_form_class().initial_of(fresh, self.key)

    def form_valid(self, form: SectionForm) -> HttpResponse:
        try:
            written = self.write(form)
            settled = self.settle()
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        here = reverse("casework:assessment-section", args=[self.record.pk, self.key])
        if settled or self.request.POST.keys() & {"add", "remove"}:
            return redirect(here)
        if "finish" not in self.request.POST:
            messages.success(self.request, f"Saved: {self.title}.")
            return redirect("casework:assessment-detail", pk=self.record.pk)
        if written.lacks:
            return redirect(f"{here}?check=1")
        if self.following:
            return redirect("casework:assessment-section", self.record.pk, self.following)
        messages.success(self.request, "Every section is finished.")
        return redirect("casework:assessment-detail", pk=self.record.pk)

    def write(self, form: SectionForm) -> Written:
        began_from = form.cleaned_data["lock_version"]
        sent = map(whole_number, self.request.POST.getlist("remove"))
        gone = [number for number in sent if number is not None]
        return actions.write_section(
            assessment=self.record,
            key=self.key,
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            answers=form.answers() | {"remove": gone},
            finish="finish" in self.request.POST,
        )

    def settle(self) -> bool:
        """A button beside something offered, or beside a comment: saved with the text first."""
        how, _, number = self.request.POST.get("settle", "").partition(":")
        try:
            wanted = UUID(number)
        except ValueError:
            return False
        known = {"assessment": self.record, "by": self.request.user}
        if how == "answer":
            said = self.request.POST.get(f"answer-{wanted}", "")
            actions.answer_comment(comment_id=wanted, answer=said[:2000], **known)
        else:
            actions.settle_suggestion(suggestion_id=wanted, accept=how == "accept", **known)
        return True


class SuggestionsBringIn(AssessmentPage, View):
    """Look once more for sessions signed since the assessment began."""

    permission = Permission.ASSESSMENT_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            came = actions.bring_in_sessions(assessment=self.record, by=request.user, on=self.on)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            said = f"{came} more to accept or remove." if came else "Nothing new has been signed."
            messages.success(request, said)
        return redirect("casework:assessment-detail", pk=self.record.pk)


class LeadsName(SubmitsOnce, AssessmentPage, FormView):
    """Who leads each section."""

    permission = Permission.ASSESSMENT_WRITE
    form_class = LeadsForm
    template_name = "casework/assessment/leads_form.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.works_with:
            raise PermissionDenied
        if not self.record.is_editable:
            return redirect("casework:assessment-detail", pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        leads = {row.key: row.lead_id for row in reads.task_rows(self.record)}
        people = reads.workers_of(self.child.pk, self.on)
        return super().get_form_kwargs() | {"people": people, "leads": leads, "first": self.first}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assessment=self.record, **kwargs)

    def form_valid(self, form: LeadsForm) -> HttpResponse:
        try:
            actions.name_leads(assessment=self.record, leads=form.named(), by=self.request.user)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Saved who leads which section.")
        return redirect("casework:assessment-detail", pk=self.record.pk)
