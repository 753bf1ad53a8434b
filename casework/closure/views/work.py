"""The tab of a child's episodes: work open and closed, referrals, goodbyes, onward referrals."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from casework.child.pages import ChildPage
from casework.closure import presenters
from casework.closure.models import Death, Goodbye, OnwardReferral
from casework.episode.models import Episode, Referral

SECTION = "episodes"
PAGE_SIZE = 50


class ChildWork(ChildPage, TemplateView):
    """Every spell of work with one child, and what came of the referrals that opened none."""

    permission = Permission.EPISODE_VIEW
    section = SECTION
    template_name = "casework/closure/child_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, child = self.request.user, self.child
        episodes = list(
            Episode.objects.visible_to(person)
            .filter(child=child)
            .select_related("team", "referral", "follows")
        )
        is_open = any(episode.is_open for episode in episodes)
        referrals = Referral.objects.visible_to(person).filter(child=child)
        onward = OnwardReferral.objects.visible_to(person).filter(child=child)
        goodbyes = Goodbye.objects.visible_to(person).filter(child=child)
        return super().get_context_data(
            episodes=episodes,
            is_open=is_open,
            nfa=referrals.filter(no_further_action=True),
            onward=[(row, presenters.onward_tag(row)) for row in onward.select_related("agency")],
            goodbyes=goodbyes.select_related("allocation__person"),
            death=Death.objects.visible_to(person).filter(child=child).first(),
            may_open=person.may(Permission.EPISODE_OPEN) and not is_open,
            may_refer=person.may(Permission.ONWARD_REFER) and bool(episodes),
            may_end=person.may(Permission.CHILD_END) and child.date_of_death is None,
            **kwargs,
        )


class NfaList(Door, TemplateView):
    """Referrals with no further action: no episode, and they still count in the return."""

    permission = Permission.EPISODE_OPEN
    template_name = "casework/closure/nfa_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Referral.objects.visible_to(self.request.user, timezone.localdate())
        rows = rows.filter(no_further_action=True).select_related("child")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, head=presenters.NFA_HEAD, rows=presenters.nfa_rows(page), **kwargs
        )
