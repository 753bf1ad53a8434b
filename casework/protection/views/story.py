"""The child's protection story, and the way to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.episode.models import Episode
from casework.episode.reads import open_episodes
from casework.meeting import presenters as meeting_words
from casework.protection import actions, presenters, reads
from casework.protection.views.base import SECTION


class ProtectionList(ChildPage, TemplateView):
    """The child's protection story: what stands now, the next step, and what was decided."""

    permission = Permission.PROTECTION_VIEW
    section = SECTION
    template_name = "casework/protection/protection_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, child, now = self.request.user, self.child, timezone.now()
        story = presenters.story_of(reads.meetings_of(person, child.pk))
        episode = open_episodes([child.pk]).get(child.pk)
        clocks = reads.clocks_of([episode.pk]) if episode else []
        plan = reads.plan_of(person, child.pk, self.on)
        in_need = episode is not None and episode.kind == Episode.Kind.IN_NEED
        leads = in_need and person.may(Permission.PROTECTION_LEAD)
        return super().get_context_data(
            plan=plan,
            plan_since=presenters.since_in_words(plan.starts_on, self.on) if plan else "",
            category=presenters.category_of(plan),
            clocks=clocks,
            ahead=meeting_words.rows(story.ahead, {}, self.on, now),
            enquiries=[(row, presenters.enquiry_tag(row)) for row in story.enquiries],
            discussions=[(row, presenters.discussion_tag(row)) for row in story.discussions],
            conferences=story.conferences,
            core_groups=story.core_groups,
            step=presenters.next_step(person, story.enquiries, story.ahead),
            may_call=leads,
            may_propose=leads and bool(clocks),
            tells_by_voice=person.may(Permission.PROTECTION_CONTRIBUTE) and not leads,
            in_need=in_need,
            **kwargs,
        )


class ProtectionPlace(ScopedDoor):
    """Where a clock of protection leads: to the child's story, or as near as one may come."""

    permission = Permission.CHILD_VIEW

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return Episode.objects.visible_to(request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sees = request.user.may(Permission.PROTECTION_VIEW)
        name = "casework:protection-list" if sees else "casework:child-overview"
        return redirect(name, pk=self.record.child_id)


class ProposeAgain(ChildPage, View):
    """Whatever a running clock asks for and does not stand ahead is proposed once more."""

    permission = Permission.PROTECTION_LEAD
    section = SECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        episode = open_episodes([self.child.pk]).get(self.child.pk)
        try:
            if episode is not None:
                actions.propose_due(episode=episode, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, "What the clocks ask for stands ahead.")
        return redirect("casework:protection-list", pk=self.child.pk)
