"""Strategy discussions: asked for, held, read."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.meeting import presenters as meeting_words
from casework.meeting.codes import Kind
from casework.meeting.reads import invitees_of
from casework.protection import actions, forms, presenters, reads
from casework.protection.models import Section47, StrategyDiscussion
from casework.protection.views.base import SECTION, Begins, HoldsMeeting
from casework.refusals import show_refusal
from records.views import KeepsUnsentText


class DiscussionNew(KeepsUnsentText, Begins):
    """There is reason to suspect harm: ask for a strategy discussion."""

    form_class = forms.CallForm
    template_name = "casework/protection/discussion_new.html"

    @property
    def form_key(self) -> str:
        return f"casework.discussion.new.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: strategy discussion"

    def form_valid(self, form: forms.CallForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            discussion = actions.call_discussion(
                episode=self.episode,
                concern=given["concern"],
                arose_on=given["arose_on"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Asked for. Now name the day, and ask police and health.")
        return redirect("casework:meeting-plan", pk=discussion.pk)


class DiscussionRecord(HoldsMeeting):
    """The discussion was held, and decided something."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.DiscussionForm
    kinds = (Kind.STRATEGY,)
    confirm_words = "Record the decision"
    what_follows = (
        "A decision for a section 47 enquiry begins it on the day of the discussion, and the "
        "conference's clock runs from that day."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leads": reads.leads_for(self.record.episode, self.on)}

    def act(self, form: forms.DiscussionForm) -> None:
        self.made = actions.record_discussion(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )

    said = "Recorded. It is on the chronology."

    def go_on(self) -> HttpResponse:
        enquiry = Section47.objects.visible_to(self.request.user).filter(discussion=self.made)
        if found := enquiry.first():
            return redirect("casework:enquiry-detail", pk=found.pk)
        return redirect("casework:discussion-detail", pk=self.made.pk)


class DiscussionDetail(ShowsChild, ScopedDoor, TemplateView):
    """What a discussion was about, and what it decided."""

    permission = Permission.PROTECTION_VIEW
    section = SECTION
    template_name = "casework/protection/discussion_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[StrategyDiscussion]:
        rows = StrategyDiscussion.objects.visible_to(request.user)
        return rows.select_related("child__school", "meeting", "called_by", "episode")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = Section47.objects.visible_to(self.request.user).filter(discussion=self.record)
        return super().get_context_data(
            discussion=self.record,
            meeting=self.record.meeting,
            tag=presenters.discussion_tag(self.record),
            facts=presenters.discussion_facts(self.record),
            people=meeting_words.people(invitees_of(self.record.meeting)),
            enquiry=enquiry.first(),
            may_record=self.record.meeting.is_ahead
            and self.request.user.may(Permission.PROTECTION_LEAD),
            **kwargs,
        )
