"""The child and family assessment itself."""

from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casework.assessment.codes import Factor, Outcome
from casework.child.models import Child, visible_children
from casework.direct_work.tool.models import Tool
from casework.episode.models import Episode
from records.models import SignedRecord, signed_constraints
from records.states import State
from records.triggers import locked_when_signed, only_known_moves

OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.COUNTERSIGNED)
UNWRITTEN = (State.DRAFT, State.RETURNED)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, person, on: date | None = None) -> "AssessmentQuerySet":
        """Drafts too: several people write one, and its clock runs for all of them."""
        return self.filter(child__in=visible_children(person, on))

    def open(self) -> "AssessmentQuerySet":
        """Begun and not authorised yet."""
        return self.filter(state__in=OPEN_STATES)

    def unfinished(self) -> "AssessmentQuerySet":
        """Still with those who write it."""
        return self.filter(state__in=UNWRITTEN)

    def authorised(self) -> "AssessmentQuerySet":
        """The ones that stand today: a newer version takes an older one's place."""
        return self.filter(state=State.AUTHORISED)

    def ever_authorised(self) -> "AssessmentQuerySet":
        return self.filter(state__in=(State.AUTHORISED, State.SUPERSEDED))

    def first_versions(self) -> "AssessmentQuerySet":
        return self.filter(version_of=None)


@pghistory.track()
class Assessment(SignedRecord):
    """A child and family assessment under section 17: drafted, countersigned, authorised.

    `started_on` is the day its clock runs from: the council's referral, or, on an open case, the
    day it was decided to assess again.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", "Child and family assessment"
        REASSESSMENT = "reassessment", "Re-assessment"

    child = models.ForeignKey(Child, models.PROTECT, related_name="assessments")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INITIAL)
    started_on = models.DateField("clock runs from")
    why = models.TextField("why it is done again", blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    version_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later_versions"
    )
    compared_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    not_seen_why = models.CharField("why the child was not seen", max_length=500, blank=True)
    not_alone_why = models.CharField("why never alone", max_length=500, blank=True)
    own_words = models.TextField("the child's own words", blank=True)
    words_language = models.CharField("language the child used", max_length=60, blank=True)
    tool = models.ForeignKey(Tool, models.PROTECT, null=True, blank=True, related_name="+")
    factors = ArrayField(models.CharField(max_length=3, choices=Factor), default=list, blank=True)
    outcomes = ArrayField(
        models.CharField(max_length=24, choices=Outcome), default=list, blank=True
    )
    shared_on = models.DateField("shared with the family", null=True, blank=True)
    shared_how = models.CharField("how it was shared", max_length=300, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-version"]
        constraints = [
            *signed_constraints("casework_assessment"),
            models.UniqueConstraint(
                fields=["episode"],
                name="casework_assessment_one_open",
                condition=Q(state__in=OPEN_STATES),
                violation_error_message="An assessment is open on this case. Finish that one.",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                name="casework_assessment_one_initial",
                condition=Q(kind="initial", version_of=None),
                violation_error_message="This case has its assessment already.",
            ),
            models.UniqueConstraint(
                fields=["version_of", "version"], name="casework_assessment_version_once"
            ),
            models.CheckConstraint(
                name="casework_assessment_later_version",
                condition=Q(version=1, version_of=None)
                | Q(version__gt=1, version_of__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_assessment_again_why",
                condition=Q(kind="initial", version=1) | ~Q(why=""),
                violation_error_message="Say why it is assessed again.",
            ),
            models.CheckConstraint(
                name="casework_assessment_no_factors_alone",
                condition=~Q(factors__contains=["21"]) | Q(factors=["21"]),
                violation_error_message="“No factors identified” cannot stand beside a factor.",
            ),
            models.CheckConstraint(
                name="casework_assessment_nothing_further_alone",
                condition=~Q(outcomes__contains=["nfa"]) | Q(outcomes=["nfa"]),
                violation_error_message=(
                    "“No further action” cannot stand beside another outcome."
                ),
            ),
            models.CheckConstraint(
                name="casework_assessment_no_factors_no_action",
                condition=~Q(factors=["21"]) | Q(outcomes=[]) | Q(outcomes=["nfa"]),
                violation_error_message=(
                    "Without any factor the outcome can only be “no further action”. Name the "
                    "factors, or change the outcome."
                ),
            ),
            models.CheckConstraint(
                name="casework_assessment_sent_concluded",
                condition=Q(state__in=UNWRITTEN) | (~Q(factors=[]) & ~Q(outcomes=[])),
                violation_error_message="An assessment is sent with its factors and outcome.",
            ),
            models.CheckConstraint(
                name="casework_assessment_two_hands",
                condition=Q(authorised_by=None)
                | Q(countersigned_by=None)
                | ~Q(authorised_by=F("countersigned_by")),
                violation_error_message="Who countersigned it does not authorise it too.",
            ),
            models.CheckConstraint(
                name="casework_assessment_shared_when_official",
                condition=Q(shared_on=None, shared_how="")
                | (
                    Q(shared_on__isnull=False, state__in=(State.AUTHORISED, State.SUPERSEDED))
                    & ~Q(shared_how="")
                ),
                violation_error_message=(
                    "Only an authorised assessment is shared: say when and how."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["child", "-started_on"]),
            models.Index(
                fields=["submitted_at"],
                name="casework_assessment_waiting",
                condition=Q(state__in=(State.SUBMITTED, State.COUNTERSIGNED)),
            ),
        ]
        triggers = [
            locked_when_signed(still_open=("shared_on", "shared_how")),
            only_known_moves(),
        ]

    def __str__(self) -> str:
        return f"{self.title} from {self.started_on}"

    @property
    def title(self) -> str:
        words = str(self.get_kind_display())
        return f"{words}, version {self.version}" if self.version > 1 else words

    @property
    def authorised_on(self) -> date | None:
        return timezone.localdate(self.authorised_at) if self.authorised_at else None

    @property
    def is_official(self) -> bool:
        return self.state in (State.AUTHORISED, State.SUPERSEDED)

    @property
    def outcome_words(self) -> list[str]:
        return [str(Outcome(code).label) for code in self.outcomes]

    @property
    def factor_words(self) -> list[str]:
        return [f"{code} {Factor(code).label}" for code in self.factors]
