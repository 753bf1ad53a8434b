"""The curated chronology: its versions, choosing, weighing, finishing, printing, comparing."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child import kept_searches
from casework.child.pages import ChildPage, ShowsChild
from casework.child.people import answers_for_child
from casework.chronology.curated import actions, reads
from casework.chronology.curated.forms import DescribeForm, WeighForm, values_of, whole_of
from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from casework.chronology.reads import SECTION
from records.actions import NotAllowed
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

PAGE_SIZE = 30
LONGEST = 100


class VersionPage(ShowsChild, ScopedDoor):
    """A page of one version, among those the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[CuratedChronology]:
        return CuratedChronology.objects.visible_to(request.user).select_related(
            "child__school", "begun_by", "finished_by"
        )


class ChosenPage(ShowsChild, ScopedDoor):
    """A page of one chosen entry."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[ChosenEntry]:
        return ChosenEntry.objects.visible_to(request.user).select_related(
            "version__child__school", "entry__by"
        )

    @property
    def child(self) -> Any:
        return self.record.version.child


class CuratedList(ChildPage, TemplateView):
    """Every version, newest first."""

    permission = Permission.CHRONOLOGY_VIEW
    section = SECTION
    template_name = "casework/chronology/curated/curated_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(reads.versions_of(self.child.pk, self.request.user))
        return super().get_context_data(
            versions=versions,
            has_open=any(not version.is_finished for version in versions),
            **kwargs,
        )


class CuratedBegin(ChildPage, View):
    """A button: the first version, or the next one with what the last one chose."""

    permission = Permission.CHRONOLOGY_CURATE
    section = SECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            version = actions.begin_version(child=self.child, purpose="", by=request.user)
        except NotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("casework:curated-list", pk=self.child.pk)
        messages.success(request, f"Version {version.number} is begun.")
        return redirect("casework:curated-detail", pk=version.pk)


class CuratedDetail(VersionPage, TemplateView):
    """One version: its entries in order, to be weighed while it is open, to be read after."""

    permission = Permission.CHRONOLOGY_VIEW
    template_name = "casework/chronology/curated/curated_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, person = self.record, self.request.user
        chosen = reads.chosen_of(version)
        may_change = not version.is_finished and person.may(Permission.CHRONOLOGY_CURATE)
        may_finish = may_change and person.may(Permission.CHRONOLOGY_FINISH)
        return super().get_context_data(
            version=version,
            lines=reads.lines(chosen),
            unweighed=sum(1 for row in chosen if not row.significance or not row.impact),
            may_change=may_change,
            may_finish=may_finish and answers_for_child(person, version.child_id, self.on),
            **kwargs,
        )


class CuratedPrint(VersionPage, TemplateView):
    """For court: numbered, dated, with who finished it; what is open says so on every sheet."""

    permission = Permission.CHRONOLOGY_VIEW
    template_name = "casework/chronology/curated/curated_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = reads.chosen_of(self.record)
        return super().get_context_data(version=self.record, lines=reads.lines(chosen), **kwargs)


class CuratedCompare(VersionPage, TemplateView):
    """What this version says otherwise than the one before."""

    permission = Permission.CHRONOLOGY_VIEW
    template_name = "casework/chronology/curated/curated_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.record
        older = reads.before(version)
        found = reads.compare(reads.chosen_of(older), reads.chosen_of(version)) if older else None
        return super().get_context_data(version=version, older=older, found=found, **kwargs)


class CuratedChoose(VersionPage, TemplateView):
    """Tick entries of the log; words to look for come by POST and stay off the address."""

    permission = Permission.CHRONOLOGY_CURATE
    template_name = "casework/chronology/curated/curated_choose.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.is_finished:
            return redirect("casework:curated-detail", pk=self.record.pk)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = kept_searches.kept(self.request.session, self.request.GET.get("q", "")) or {}
        words = kept.get("words", "")
        found = reads.to_choose(self.record, words)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        rows = [
            (entry, reads.label_of(entry.kind), reads.template_of(entry.kind)) for entry in page
        ]
        return super().get_context_data(
            version=self.record, page=page, rows=rows, words=words, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "look" in request.POST:
            typed = request.POST.get("words", "").strip()[:LONGEST]
            key = kept_searches.keep(request.session, {"words": typed}) if typed else ""
            return redirect(request.path + (f"?q={key}" if key else ""))
        return self.choose(request)

    def choose(self, request: HttpRequest) -> HttpResponse:
        try:
            chosen = actions.choose(
                version=self.record, entries=ids_of(request.POST.getlist("entry")), by=request.user
            )
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            noun = "entry is" if len(chosen) == 1 else "entries are"
            messages.success(request, f"{len(chosen)} {noun} chosen. Say now why each matters.")
        return redirect("casework:curated-detail", pk=self.record.pk)


class CuratedDescribe(SubmitsOnce, KeepsUnsentText, ShowsConflict, VersionPage, FormView):
    """What it is for, and what it shows as a whole."""

    permission = Permission.CHRONOLOGY_CURATE
    form_class = DescribeForm
    template_name = "casework/chronology/curated/curated_form.html"

    @property
    def form_key(self) -> str:
        return f"casework.curated.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: curated chronology"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.record, line=None, **kwargs)

    def values_of(self, current: CuratedChronology) -> dict[str, Any]:
        return whole_of(current)

    def form_valid(self, form: DescribeForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            actions.describe(
                version=self.record,
                began_from=-1 if given["lock_version"] is None else given["lock_version"],
                purpose=given["purpose"],
                analysis=given["analysis"],
                by=self.request.user,
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("casework:curated-detail", pk=self.record.pk)


class ChosenWeigh(SubmitsOnce, KeepsUnsentText, ShowsConflict, ChosenPage, FormView):
    """Why one entry matters, and what it meant for the child."""

    permission = Permission.CHRONOLOGY_CURATE
    form_class = WeighForm
    template_name = "casework/chronology/curated/curated_form.html"

    @property
    def form_key(self) -> str:
        return f"casework.chosen.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: why an entry matters"

    @cached_property
    def version(self) -> CuratedChronology:
        return self.record.version

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"chosen": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = reads.lines([self.record])[0]
        return super().get_context_data(version=self.version, line=line, **kwargs)

    def values_of(self, current: ChosenEntry) -> dict[str, Any]:
        return values_of(current)

    def form_valid(self, form: WeighForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            actions.weigh(
                chosen=self.record,
                began_from=-1 if given["lock_version"] is None else given["lock_version"],
                wording=given["wording"],
                significance=given["significance"],
                impact=given["impact"],
                by=self.request.user,
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("casework:curated-detail", pk=self.record.version_id)


class ChosenMove(ChosenPage, View):
    """A button: one place up or down, or out of this version."""

    permission = Permission.CHRONOLOGY_CURATE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act(request.POST.get("where", ""))
        except NotAllowed as refused:
            messages.error(request, str(refused))
        return redirect("casework:curated-detail", pk=self.record.version_id)

    def act(self, where: str) -> None:
        chosen, by = self.record, self.request.user
        if where == "out":
            actions.leave_out(chosen=chosen, by=by)
        elif other := reads.neighbour(chosen, up=where == "up"):
            actions.put_before(chosen=chosen, other=other, by=by)


class CuratedMove(VersionPage, View):
    """A button that acts on the whole version; refusals are said on its page."""

    http_method_names = ["post"]
    said = ""

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except NotAllowed as refused:
            messages.error(request, str(refused))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, self.said)
        return redirect("casework:curated-detail", pk=self.record.pk)


class CuratedSort(CuratedMove):
    permission = Permission.CHRONOLOGY_CURATE
    said = "The entries stand in the order in which they happened."

    def act(self) -> None:
        actions.in_order_of_date(version=self.record, by=self.request.user)


class CuratedFinish(CuratedMove):
    permission = Permission.CHRONOLOGY_FINISH
    said = "Finished. This version cannot be changed any more."

    def act(self) -> None:
        actions.finish(version=self.record, by=self.request.user)


def ids_of(texts: list[str]) -> list[UUID]:
    """Those of the posted texts that are ids."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
