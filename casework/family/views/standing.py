"""Forms about parental responsibility, public funds, and what holds between two people."""

from functools import cached_property
from typing import Any

from django.http import Http404

from casework.family.actions import (
    end_no_recourse,
    end_tie,
    record_no_recourse,
    record_responsibility,
    record_tie,
)
from casework.family.forms import EndTieForm, NoRecourseForm, StandingForm, TieForm
from casework.family.models import NoRecourse, Tie
from casework.family.views.base import FamilyForm, RelationshipForm


class ResponsibilityRecord(RelationshipForm):
    """On what basis somebody has parental responsibility, or that they have none."""

    form_class = StandingForm
    template_name = "casework/family/responsibility_form.html"

    def save(self, form: StandingForm) -> None:
        given = form.cleaned_data
        record_responsibility(
            child=self.child,
            member=self.record.member,
            basis=given["basis"],
            starts_on=given["starts_on"],
            why=given["why"],
            by=self.request.user,
        )


class NoRecourseRecord(RelationshipForm):
    """No recourse to public funds begins or ends."""

    form_class = NoRecourseForm
    template_name = "casework/family/no_recourse_form.html"

    @cached_property
    def standing(self) -> NoRecourse | None:
        rows = NoRecourse.objects.visible_to(self.request.user).in_force(self.on)
        return rows.filter(member=self.record.member_id).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"holds": self.standing is not None}

    def form_valid(self, form: NoRecourseForm) -> Any:
        ends = form.cleaned_data["answer"] == "ends"
        if ends and self.standing is None:
            form.add_error("answer", "It is not recorded that this person has no recourse")
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form: NoRecourseForm) -> None:
        given, by = form.cleaned_data, self.request.user
        if given["answer"] == "ends" and self.standing is not None:
            end_no_recourse(no_recourse=self.standing, on=given["on"], why=given["source"], by=by)
        else:
            record_no_recourse(
                member=self.record.member, starts_on=given["on"], source=given["source"], by=by
            )


class TieAdd(FamilyForm):
    """Two people are married, partners, parent and child, or related otherwise."""

    form_class = TieForm
    template_name = "casework/family/tie_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people()}

    def save(self, form: TieForm) -> None:
        given = form.cleaned_data
        record_tie(
            one=given["one"],
            other=given["other"],
            kind=given["kind"],
            starts_on=given["starts_on"],
            note=given["note"],
            by=self.request.user,
        )


class TieEnd(FamilyForm):
    """A couple separated, or what was between two people no longer holds."""

    form_class = EndTieForm
    template_name = "casework/family/tie_end.html"
    saved = "Noted. It stays on the record."

    @cached_property
    def tie(self) -> Tie:
        people = self.people()
        rows = Tie.objects.visible_to(self.request.user).among(people).current(self.on)
        found = rows.with_people().filter(pk=self.kwargs["tie"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tie=self.tie, **kwargs)

    def save(self, form: EndTieForm) -> None:
        given = form.cleaned_data
        end_tie(tie=self.tie, on=given["on"], how=given["how"], by=self.request.user)
