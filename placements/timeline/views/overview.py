"""The timeline of one placement, and what would move if days were missed."""

from typing import Any

from django.views.generic import TemplateView

from accounts.permissions import Permission
from placements.days import entries_of, pattern_of
from placements.projection import with_days_missed
from placements.reads import seen
from placements.room import pages
from placements.rule.presenters import sentence_of
from placements.timeline import clocks, policies, presenters
from placements.timeline.course import course, planned
from placements.timeline.forms import WhatIfForm
from placements.timeline.models import (
    Destination,
    PlacementFeedback,
    PlacementMeeting,
    PlacementReport,
    PlacementStep,
)
from placements.timeline.reads import calendar_of, steps_of
from placements.timeline.views.page import OnPlacement
from timescales.calendars import load_calendar


class Timeline(OnPlacement, TemplateView):
    """Every step: planned and now side by side, where it stands, its record; what is next."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/timeline/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, placement, on = self.request.user, self.placement, self.on
        rule, due = self.rule(), steps_of(placement.pk)
        facts = clocks.TimelineFacts(
            placement=placement,
            rule=rule,
            fixed=rule.fixed(placement.days_total),
            entries={},
            on=placement.starts_on,
            calendar=calendar_of(due),
        )
        feedback = seen(PlacementFeedback, user, placement)
        destination = next(iter(seen(Destination, user, placement)), None)
        verbs = presenters.Verbs(
            records=self.may_record,
            writes_reports=self.may_write_reports,
            is_student=self.is_student and self.goes_on,
            gives_feedback=self.gives_feedback,
        )
        return super().get_context_data(
            placement=placement,
            pages=pages(self.request.user, placement.pk, "timeline"),
            next_steps=presenters.next_steps(due, on),
            head=presenters.STEP_HEAD,
            rows=presenters.step_rows(
                placement,
                due,
                {(one.rule, one.key): one.on for one in clocks.steps(facts)},
                presenters.by_kind(seen(PlacementMeeting, user, placement)),
                presenters.by_kind(seen(PlacementReport, user, placement)),
                verbs=verbs,
                on=on,
            ),
            steps=presenters.step_items(
                seen(PlacementStep, user, placement),
                removable=self.may_record,
                reads_words=policies.reads_reports(user),
            ),
            feedback=[(one, presenters.feedback_facts(one)) for one in feedback],
            destination=destination,
            destination_facts=presenters.destination_facts(destination)
            if destination and not destination.withdrawn_on
            else [],
            may_keep_destination=user.may(Permission.DESTINATION_KEEP)
            and policies.may_keep_destination(user, placement),
            is_student=self.is_student,
            rule=rule,
            rule_sentence=sentence_of(rule),
            **kwargs,
        )


class WhatIf(OnPlacement, TemplateView):
    """ "What if I miss four days?", answered before it happens. Nothing is written."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/timeline/what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WhatIfForm(self.request.GET if "missed" in self.request.GET else None)
        answer: dict[str, Any] = {"rows": [], "sentence": ""}
        if form.is_bound and form.is_valid() and not self.placement.has_ended:
            answer = self._answer(form.cleaned_data["missed"])
        return super().get_context_data(
            placement=self.placement,
            pages=pages(self.request.user, self.placement.pk, "timeline"),
            form=form,
            head=presenters.WHAT_IF_HEAD,
            **answer,
            **kwargs,
        )

    def _answer(self, missed: int) -> dict[str, Any]:
        placement, calendar = self.placement, load_calendar()
        rule = self.rule()
        fixed = rule.fixed(placement.days_total)
        pattern, entries = pattern_of(placement), entries_of([placement.pk])[placement.pk]
        first = max(self.on, placement.starts_on)
        lost = with_days_missed(pattern, entries, first, missed, calendar)
        now = course(pattern, entries, rule, self.on, calendar, fixed)
        then = course(pattern, lost, rule, self.on, calendar, fixed)
        return {
            "rows": presenters.what_if_rows(planned(pattern, rule, calendar, fixed), now, then),
            "sentence": presenters.what_if_sentence(missed, now, then),
        }
