"""A numbered version of a child's chosen chronology, and the entries chosen into it."""

import uuid
from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.child.models import Child, visible_children
from casework.chronology.models import ChronologyEntry
from records.models import Versioned


class CuratedQuerySet(models.QuerySet["CuratedChronology"]):
    def visible_to(self, person, on: date | None = None) -> "CuratedQuerySet":
        return self.filter(child__in=visible_children(person, on))

    def open(self) -> "CuratedQuerySet":
        return self.filter(finished_at=None)

    def finished(self) -> "CuratedQuerySet":
        return self.filter(finished_at__isnull=False)


@pghistory.track()
class CuratedChronology(Versioned):
    """One version. While it is open people choose and write; finished, it never changes again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="curated_chronologies")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField("what it is for", max_length=200, blank=True)
    analysis = models.TextField("what it shows as a whole", blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CuratedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "curated chronologies"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["child", "number"], name="casework_curated_numbered"),
            models.UniqueConstraint(
                fields=["child"],
                name="casework_curated_one_open",
                condition=Q(finished_at=None),
                violation_error_message="A version of this chronology is open already.",
            ),
            models.CheckConstraint(
                name="casework_curated_finished_by_somebody",
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
            ),
        ]
        triggers = [
            # Named as every lock of a signed record, so that a merge of two records may move it.
            pgtrigger.Protect(
                name="locked_when_signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__finished_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class ChosenEntryQuerySet(models.QuerySet["ChosenEntry"]):
    def visible_to(self, person, on: date | None = None) -> "ChosenEntryQuerySet":
        return self.filter(version__child__in=visible_children(person, on))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ChosenEntry(Versioned):
    """One event of the log in one version: why it matters, and what it meant for the child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(CuratedChronology, models.PROTECT, related_name="chosen")
    entry = models.ForeignKey(ChronologyEntry, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    wording = models.TextField("what happened, in plain words", blank=True)
    significance = models.TextField("why it matters", blank=True)
    impact = models.TextField("what it meant for the child", blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ChosenEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "chosen entries"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "entry"],
                name="casework_chosen_once",
                violation_error_message="This entry is chosen already.",
            ),
            models.UniqueConstraint(
                fields=["version", "position"],
                name="casework_chosen_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="locked_with_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    PERFORM 1 FROM casework_curatedchronology
                        WHERE id IN (
                            CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
                            CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END
                        ) AND finished_at IS NOT NULL FOR SHARE;
                    IF FOUND THEN
                        RAISE EXCEPTION 'A finished chronology is locked';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}."
