"""What the university reads of supervision: the list, one extract, releasing and taking back."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from placements.anonymity import Finding
from placements.models import PracticePlacement
from placements.pages import AskingAbout, PlacementPage
from placements.room import pages
from records.actions import NotAllowed
from records.unsent import typed
from records.views import KeepsUnsentText, SubmitsOnce
from supervision import actions, policies, presenters
from supervision.extracts import TEXTS, found_in, placement_of
from supervision.forms.extract import OFFERED, ExtractForm, WithdrawalForm
from supervision.models import SupervisionExtract, SupervisionSession
from supervision.views.pages import SessionPage, Today


class ExtractList(Today, PlacementPage, TemplateView):
    """What was released of one placement's supervision, newest session first."""

    permission = Permission.EXTRACT_VIEW
    template_name = "supervision/extract_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, placement = self.request.user, self.record
        extracts = SupervisionExtract.objects.visible_to(person, self.on).with_people()
        may_release = person.may(Permission.EXTRACT_RELEASE)
        return super().get_context_data(
            placement=placement,
            pages=pages(person, placement.pk, "extracts"),
            head=presenters.EXTRACT_HEAD,
            rows=presenters.extract_rows(extracts.filter(placement=placement)),
            may_release=may_release,
            waiting=list(self.waiting(placement)) if may_release else [],
            **kwargs,
        )

    def waiting(self, placement: PracticePlacement) -> QuerySet[SupervisionSession]:
        """Sessions the reader held in this placement of which nothing is released."""
        person = self.request.user
        if not policies.educates(placement, person, person.reach(self.on)):
            return SupervisionSession.objects.visible_to(person, self.on).none()
        held = SupervisionSession.objects.visible_to(person, self.on).held_in(placement)
        return held.filter(practice_educator=person).without_extract()


class ExtractScope(Today, ScopedDoor):
    """A page about one extract the reader may know of."""

    record: SupervisionExtract

    def rows(self, request: HttpRequest) -> QuerySet[SupervisionExtract]:
        seen = SupervisionExtract.objects.visible_to(request.user, self.on)
        return seen.with_people().prefetch_related("explained")

    @property
    def may_withdraw(self) -> bool:
        person, extract = self.request.user, self.record
        return (
            extract.is_released
            and person.may(Permission.EXTRACT_RELEASE)
            and policies.withdraws(extract, person, person.reach(self.on))
        )


class ExtractDetail(ExtractScope, TemplateView):
    """One extract as it was released; of one that was taken back, the university sees that only."""

    permission = Permission.EXTRACT_VIEW
    template_name = "supervision/extract_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, extract = self.request.user, self.record
        is_ours = policies.reads_withdrawn(person)
        is_hidden = not extract.is_released and not is_ours
        tag, kind = presenters.extract_state(extract)
        return super().get_context_data(
            extract=extract,
            session=extract.session,
            day=presenters.day_said(extract.session.held_on),
            about=presenters.about_extract(extract),
            parts=[] if is_hidden else presenters.extract_parts(extract),
            is_hidden=is_hidden,
            tag=tag,
            kind=kind,
            why=extract.withdrawn_why if is_ours else "",
            words=list(extract.explained.all()) if is_ours else [],
            may_withdraw=self.may_withdraw,
            may_release_anew=policies.writes(extract.session, person) and self.may_withdraw,
            **kwargs,
        )


class ExtractRelease(SubmitsOnce, KeepsUnsentText, SessionPage, FormView):
    """The practice educator's text for the university, begun from the learning of the session."""

    permission = Permission.EXTRACT_RELEASE
    form_class = ExtractForm
    template_name = "supervision/extract_form.html"
    unsent_title = "Extract for the university"

    @property
    def form_key(self) -> str:
        return f"supervision.extract.{self.record.pk}"

    def get_later_url(self) -> str:
        return reverse("supervision:session-detail", args=[self.record.pk])

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.writes(self.record, request.user):
            raise PermissionDenied
        if not policies.has_an_extract(self.record):
            raise Http404
        if not policies.educates(self.placement, request.user, request.user.reach(self.on)):
            raise PermissionDenied
        return None

    @cached_property
    def placement(self) -> PracticePlacement:
        placement = placement_of(self.record)
        if placement is None:
            raise Http404
        return placement

    @cached_property
    def released(self) -> SupervisionExtract | None:
        """What the new extract would take the place of."""
        seen = SupervisionExtract.objects.visible_to(self.request.user, self.on).released()
        return seen.filter(session=self.record).first()

    def get_initial(self) -> dict[str, Any]:
        return self.begun_with

    @cached_property
    def begun_with(self) -> dict[str, Any]:
        """The extract that is released now; else the learning, and actions that name no child."""
        if self.released is not None:
            texts = {name: getattr(self.released, name) for name in TEXTS}
            offered = {tick: bool(texts[name]) for name, tick in OFFERED.items()}
            return {**texts, **offered, "replaces": self.released.pk}
        learning, agreed = self.parts.learning, self.agreed()
        if learning is None:
            return {"agreed": agreed}
        return {"learning": learning.learning, "reflection": learning.reflection, "agreed": agreed}

    def agreed(self) -> str:
        """What was agreed to do, a line each; none that tells of a child."""
        lines = {str(action.pk): action.text for action in self.parts.actions}
        telling = found_in(lines, self.record, self.placement)
        return "\n".join(text for pk, text in lines.items() if pk not in telling)

    def texts(self) -> Mapping[str, str]:
        """What would go to the university as it stands in the form: sent, kept, or begun with."""
        if self.request.method == "POST":
            given = {name: values[-1] for name, values in typed(self.request.POST).items()}
        elif self.kept:
            given = {name: values[-1] for name, values in self.kept.fields.items() if values}
        else:
            given = self.begun_with
        return {
            name: given.get(name) or ""
            for name in TEXTS
            if name not in OFFERED or given.get(OFFERED[name])
        }

    @cached_property
    def found(self) -> dict[str, list[Finding]]:
        return found_in(self.texts(), self.record, self.placement)

    def get_form_kwargs(self) -> dict[str, Any]:
        tutor = self.placement.tutor.name if self.placement.tutor else "the university"
        return super().get_form_kwargs() | {"found": self.found, "tutor": tutor}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        # Kept text goes on from the extract that this page shows, not from the one it began with.
        form.initial["replaces"] = self.begun_with.get("replaces")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            session=self.record,
            placement=self.placement,
            released=self.released,
            day=presenters.day_said(self.record.held_on),
            found=[] if self.request.method == "POST" else presenters.found_said(self.found),
            **kwargs,
        )

    def form_valid(self, form: ExtractForm) -> HttpResponse:
        answers = form.cleaned_data
        try:
            extract = actions.release_extract(
                session=self.record,
                **{name: answers[name] for name in TEXTS},
                explained=form.explained(),
                is_checked=answers["checked"],
                replaces=answers["replaces"],
                by=self.request.user,
                on=self.on,
            )
        except NotAllowed as refused:
            # The page that says so shows what is released now: sent again, it is meant.
            form.data = form.data.copy()
            form.data["replaces"] = self.begun_with.get("replaces", "")
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Released. Its text stands as it is from now on.")
        return redirect("supervision:extract-detail", pk=extract.pk)


class ExtractWithdraw(ExtractScope, AskingAbout):
    permission = Permission.EXTRACT_RELEASE
    form_class = WithdrawalForm
    done = "Taken back. The university reads it no longer."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.withdraws(self.record, request.user, request.user.reach(self.on)):
            raise PermissionDenied
        if request.method == "GET" and not self.record.is_released:
            return redirect("supervision:extract-detail", pk=self.record.pk)
        return None

    def title(self) -> str:
        return "Take this extract back"

    def lede(self) -> str:
        return (
            f"{self.record} is then closed to the university; that it was released and taken back "
            "stays to be seen. What was printed or copied does not come back with it."
        )

    def back(self) -> tuple[str, str]:
        return reverse("supervision:extract-detail", args=[self.record.pk]), "The extract"

    def act(self, *, why: str) -> None:
        actions.withdraw_extract(extract=self.record, why=why, by=self.request.user, on=self.on)
