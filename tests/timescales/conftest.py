"""A room of our own above timescales: one kind of subject with facts that tests may change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from timescales import registry
from timescales.deadlines import DeadlineFact


@dataclass
class Subjects:
    """Facts by subject, and who may see which root."""

    facts: dict[UUID, list[DeadlineFact]] = field(default_factory=dict)
    visible: dict[UUID, set[UUID]] = field(default_factory=dict)

    def let_see(self, person, *root_ids: UUID) -> None:
        self.visible.setdefault(person.pk, set()).update(root_ids)


@pytest.fixture
def subjects(monkeypatch) -> Iterator[Subjects]:
    """Registers the subject type `thing` of root type `thing_root` for one test."""
    monkeypatch.setattr(registry, "_clocks", {})
    monkeypatch.setattr(registry, "_roots", {})
    world = Subjects()
    kinds = {"thing": "thing_root", "placement_thing": "placements.placement"}
    for subject_type, root_type in kinds.items():
        registry.register(
            registry.SubjectClock(
                subject_type=subject_type,
                root_type=root_type,
                facts=lambda ids: {pk: world.facts[pk] for pk in ids if pk in world.facts},
                deadlines=list,
                visible_roots=lambda person, ids: world.visible.get(person.pk, set()) & set(ids),
                path=lambda subject_id: f"/things/{subject_id}/",
            )
        )
    return world
