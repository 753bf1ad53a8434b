"""The tab of a child's life outside the home, and the contexts that children share."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.chronology.contexts import presenters
from casework.chronology.contexts.actions import (
    change_context,
    change_exploitation,
    change_missing,
    end_context_link,
    link_context,
    record_exploitation,
    report_missing,
)
from casework.chronology.contexts.forms import (
    OF_EXPLOITATION,
    ChangeExploitationForm,
    ContextForm,
    EndLinkForm,
    ExploitationForm,
    LinkForm,
    MissingForm,
)
from casework.chronology.contexts.models import Context, ContextLink, Exploitation, MissingEpisode
from casework.refusals import show_refusal
from records import reads
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

SECTION = "outside"
PAGE_SIZE = 25
MOST_MISSING = 50


class Outside(ChildPage, TemplateView):
    """The tab: being missing, exploitation, and the places, groups and spaces around the child."""

    permission = Permission.CONTEXT_VIEW
    section = SECTION
    template_name = "casework/contexts/outside.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        missing = MissingEpisode.objects.visible_to(person).about(self.child)
        exploitation = Exploitation.objects.visible_to(person).about(self.child)
        links = ContextLink.objects.visible_to(person).about(self.child)
        return super().get_context_data(
            missing=presenters.missing_rows(missing[:MOST_MISSING], timezone.now()),
            exploitation=presenters.exploitation_rows(
                exploitation.select_related("context"), self.on
            ),
            links=presenters.link_rows(links.select_related("context"), self.on),
            may_record=person.may(Permission.CONTEXT_RECORD),
            **kwargs,
        )


class SavesHere:
    """A form of this tab: refusals beside their question, then back to the tab."""

    permission = Permission.CONTEXT_RECORD
    section = SECTION
    saved = "Saved."
    title = ""

    def save(self, form: BaseForm) -> None:
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.save(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.saved)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("casework:outside", args=[self.child.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"kept": None, "what": ""} | super().get_context_data(title=self.title, **kwargs)

    def contexts(self) -> QuerySet[Context]:
        return Context.objects.visible_to(self.request.user).by_name()


class OutsideForm(SubmitsOnce, SavesHere, ChildPage, FormView):
    template_name = "casework/contexts/outside_form.html"


class LinkAdd(OutsideForm):
    """The child spends time in a place, a group or an online space."""

    form_class = LinkForm
    title = "A place, group or online space"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contexts": self.contexts()}

    def save(self, form: LinkForm) -> None:
        given = form.cleaned_data
        link_context(
            child=self.child,
            context=given["context"],
            starts_on=given["starts_on"],
            bearing=given["bearing"],
            part=given["part"],
            why=given["why"],
            by=self.request.user,
            **form.new(),
        )


class LinkEnd(SubmitsOnce, SavesHere, ShowsChild, ScopedDoor, FormView):
    """The child no longer goes there."""

    form_class = EndLinkForm
    template_name = "casework/contexts/outside_form.html"
    title = "No longer"

    def rows(self, request: HttpRequest) -> QuerySet[ContextLink]:
        rows = ContextLink.objects.visible_to(request.user).in_force(self.on)
        return rows.select_related("context", "child__school")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"what": self.record.context.name}

    def save(self, form: EndLinkForm) -> None:
        given = form.cleaned_data
        end_context_link(link=self.record, on=given["on"], why=given["why"], by=self.request.user)


class ExploitationAdd(SubmitsOnce, KeepsUnsentText, SavesHere, ChildPage, FormView):
    """A child is, or may be, exploited."""

    form_class = ExploitationForm
    template_name = "casework/contexts/outside_form.html"
    title = "Exploitation"
    unsent_title = "Exploitation"

    @property
    def form_key(self) -> str:
        return f"casework.exploitation.new.{self.child.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contexts": self.contexts()}

    def save(self, form: ExploitationForm) -> None:
        record_exploitation(child=self.child, by=self.request.user, **form.facts())


class ExploitationEdit(
    SubmitsOnce, KeepsUnsentText, ShowsConflict, SavesHere, ShowsChild, ScopedDoor, FormView
):
    """What is known or done has changed, or it has ended."""

    form_class = ChangeExploitationForm
    template_name = "casework/contexts/outside_form.html"
    title = "Exploitation"
    unsent_title = "Exploitation"

    @property
    def form_key(self) -> str:
        return f"casework.exploitation.{self.record.pk}"

    def rows(self, request: HttpRequest) -> QuerySet[Exploitation]:
        return Exploitation.objects.visible_to(request.user).select_related("child__school")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contexts": self.contexts()}

    def values_of(self, current: Exploitation) -> dict[str, Any]:
        found = {name: getattr(current, name) for name in (*OF_EXPLOITATION, "ends_on", "why")}
        return found | {"context": current.context_id}

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {"lock_version": self.record.lock_version}

    def save(self, form: ChangeExploitationForm) -> None:
        change_exploitation(
            exploitation=self.record,
            began_from=form.cleaned_data["lock_version"],
            facts=form.facts(),
            by=self.request.user,
        )


class MissingAdd(SubmitsOnce, KeepsUnsentText, SavesHere, ChildPage, FormView):
    """A child is missing, or was and is back."""

    form_class = MissingForm
    template_name = "casework/contexts/missing_form.html"
    title = "Missing"
    unsent_title = "A missing child"

    @property
    def form_key(self) -> str:
        return f"casework.missing.new.{self.child.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contexts": self.contexts()}

    def save(self, form: MissingForm) -> None:
        report_missing(child=self.child, by=self.request.user, **form.facts())


class MissingEdit(
    SubmitsOnce, KeepsUnsentText, ShowsConflict, SavesHere, ShowsChild, ScopedDoor, FormView
):
    """The child is back; the talk is offered, held or declined."""

    form_class = MissingForm
    template_name = "casework/contexts/missing_form.html"
    title = "Missing"
    unsent_title = "A missing child"

    @property
    def form_key(self) -> str:
        return f"casework.missing.{self.record.pk}"

    def rows(self, request: HttpRequest) -> QuerySet[MissingEpisode]:
        return MissingEpisode.objects.visible_to(request.user).select_related("child__school")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contexts": self.contexts()}

    def values_of(self, current: MissingEpisode) -> dict[str, Any]:
        return MissingForm.initial_from(current)

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {"lock_version": self.record.lock_version}

    def save(self, form: MissingForm) -> None:
        change_missing(
            missing=self.record,
            began_from=form.cleaned_data["lock_version"],
            facts=form.facts(),
            by=self.request.user,
        )


class ContextIndex(Door, TemplateView):
    """Every place, group and online space that is known, whoever's children are in it."""

    permission = Permission.CONTEXT_VIEW
    template_name = "casework/contexts/context_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Context.objects.visible_to(self.request.user).by_name()
        kind = self.request.GET.get("kind", "")
        if kind in Context.Kind.values:
            rows = rows.filter(kind=kind)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, kinds=Context.Kind.choices, kind=kind, **kwargs)


class ContextDetail(ScopedDoor, TemplateView):
    """One context: your own children in it by name, the others by number."""

    permission = Permission.CONTEXT_VIEW
    template_name = "casework/contexts/context_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[Context]:
        return Context.objects.visible_to(request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, on = self.request.user, timezone.localdate()
        shared = presenters.shared(person, self.record, on)
        for link in shared.links:
            reads.note(self.request, child_id=link.child_id, section=SECTION)
        return super().get_context_data(
            context=self.record,
            shared=shared,
            rows=presenters.link_rows(shared.links, on),
            may_record=person.may(Permission.CONTEXT_RECORD),
            **kwargs,
        )


class ContextEdit(SubmitsOnce, ShowsConflict, SavesHere, ScopedDoor, FormView):
    """Correct what is known of it, for everybody."""

    form_class = ContextForm
    template_name = "casework/contexts/context_form.html"

    def rows(self, request: HttpRequest) -> QuerySet[Context]:
        return Context.objects.visible_to(request.user)

    def get_success_url(self) -> str:
        return reverse("casework:context-detail", args=[self.record.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(context=self.record, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {"lock_version": self.record.lock_version}

    def save(self, form: ContextForm) -> None:
        given = form.cleaned_data
        change_context(
            context=self.record,
            began_from=given["lock_version"],
            facts={"name": given["name"].strip(), "about": given["about"]},
            by=self.request.user,
        )
