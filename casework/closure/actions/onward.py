"""Verbs about an onward referral: sent with its pack, answered, or taken back."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.actions import written_by
from accounts.models import Person
from casework.child.models import Child
from casework.chronology.actions import record
from casework.closure.clocks import SUBJECT
from casework.closure.models import OnwardReferral
from casework.closure.packs import build_pack
from casework.consent.codes import Activity
from casework.consent.ledger import standing
from casework.episode.models import Episode
from partners.models import Agency
from timescales.actions import refresh

ANSWERS = frozenset({OnwardReferral.State.ACCEPTED, OnwardReferral.State.REJECTED})


def refer_onward(
    *,
    child: Child,
    agency: Agency,
    purpose: str,
    basis: str,
    asked_on: date,
    by: Person,
    basis_note: str = "",
) -> OnwardReferral:
    """Ask an agency for help; what goes along is frozen as it stands now. Raises ValidationError.

    On the ground of consent only while consent to share is in place that day.
    """
    with written_by(by):
        episode = Episode.objects.select_for_update(of=("self",)).filter(child=child).first()
        if episode is None:
            raise ValidationError("There is no work with this child to refer onward from.")
        _check_basis(child, basis, basis_note, asked_on)
        referral = OnwardReferral(
            child=child,
            episode=episode,
            agency=agency,
            purpose=purpose.strip(),
            basis=basis,
            basis_note=basis_note.strip(),
            asked_on=asked_on,
            pack=build_pack(child, asked_on),
            made_by=by,
        )
        referral.full_clean()
        referral.save(force_insert=True)
        _tell(referral, "onward_referred", asked_on, f"Referred onward to {agency.name}", by)
        refresh(SUBJECT, [referral.pk], by=by)
        return referral


def record_reply(
    *,
    referral: OnwardReferral,
    state: str,
    on: date,
    replied_by: str,
    reply: str,
    by: Person,
) -> OnwardReferral:
    """What the agency answered; its clock stops. Raises ValidationError."""
    with written_by(by):
        held = _hold_unanswered(referral)
        if state not in ANSWERS:
            raise ValidationError({"state": "Choose whether they accepted it."})
        held.state, held.settled_on = OnwardReferral.State(state), on
        held.replied_by, held.reply = replied_by.strip(), reply.strip()
        summary = f"{held.agency.name} {held.get_state_display().lower()} it"
        return _settle(held, "onward_answered", summary, by)


def revoke_onward(*, referral: OnwardReferral, on: date, why: str, by: Person) -> OnwardReferral:
    """We took it back before it was answered. Raises ValidationError."""
    with written_by(by):
        held = _hold_unanswered(referral)
        if not why.strip():
            raise ValidationError({"why": "Say why it is taken back."})
        held.state, held.settled_on, held.reply = OnwardReferral.State.REVOKED, on, why.strip()
        return _settle(
            held, "onward_revoked", f"Onward referral to {held.agency.name} taken back", by
        )


def _check_basis(child: Child, basis: str, note: str, on: date) -> None:
    if basis == OnwardReferral.Basis.CONSENT:
        shares = standing(child.pk, Activity.SHARING, on)
        if not shares.is_in_place:
            raise ValidationError({"basis": shares.sentence})
    elif not note.strip():
        raise ValidationError({"basis_note": "Say why it is shared without consent."})


def _hold_unanswered(referral: OnwardReferral) -> OnwardReferral:
    held = (
        OnwardReferral.objects.select_for_update(of=("self",))
        .select_related("agency", "child")
        .get(pk=referral.pk)
    )
    if held.state != OnwardReferral.State.SENT:
        raise ValidationError("This referral is settled already.")
    return held


def _settle(held: OnwardReferral, event: str, summary: str, by: Person) -> OnwardReferral:
    if held.settled_on is not None and held.settled_on < held.asked_on:
        raise ValidationError({"on": f"The referral was made on {held.asked_on:%-d %B %Y}."})
    held.full_clean()
    held.save()
    if held.settled_on is not None:
        _tell(held, event, held.settled_on, summary, by)
    refresh(SUBJECT, [held.pk], by=by)
    return held


def _tell(referral: OnwardReferral, event: str, on: date, summary: str, by: Person) -> None:
    record(
        kind=f"casework.{event}",
        child=referral.child,
        happened_on=on,
        by=by,
        summary=summary,
        details={
            "agency": referral.agency.name,
            "purpose": referral.purpose,
            "basis": referral.get_basis_display(),
            "who": referral.replied_by,
            "reply": referral.reply,
        },
        source_type=SUBJECT,
        source_id=referral.pk,
    )
