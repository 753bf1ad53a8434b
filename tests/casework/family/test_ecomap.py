"""The ecomap: one ring round the child, boxes that never touch, lines that say how it is."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.family.circle import Circle
from casework.family.codes import Bond
from casework.family.drawing.ecomap import (
    BOX_HEIGHT,
    BOX_WIDTH,
    CENTRE,
    ecomap,
    ecomap_chart,
    ring,
)
from casework.family.surroundings import Around
from tests.casework.family.circles import TODAY, person


@given(st.integers(1, 60))
def test_no_two_boxes_touch_and_none_touches_the_child(count):
    centres, _ = ring(count)
    assert len(set(centres)) == count
    for one, other in combinations(centres, 2):
        assert abs(one[0] - other[0]) >= BOX_WIDTH or abs(one[1] - other[1]) >= BOX_HEIGHT
    for x, y in centres:
        assert max(abs(x) - BOX_WIDTH / 2, abs(y) - BOX_HEIGHT / 2) > CENTRE


@pytest.mark.parametrize("bond", Bond.values)
def test_each_bond_is_drawn_and_said(bond):
    around = [Around(name="Nan", what="Grandparent", bond=bond)]
    drawing = ecomap(Circle(person("Tomasz", "M")), around, TODAY)
    assert f"Nan, Grandparent, {Bond(bond).label}" in drawing


def test_lines_differ_by_more_than_colour():
    def line(bond):
        around = [Around(name="Nan", what="Grandparent", bond=bond)]
        return ecomap(Circle(person("Tomasz", "M")), around, TODAY).split("app-ecomap__box")[0]

    assert len({line(bond).count(",") + line(bond).count("--") * 100 for bond in Bond.values}) >= 4
    assert line(Bond.STRESSED).count(",") > line(Bond.ORDINARY).count(",") + 10


def test_an_empty_one_is_only_the_child():
    assert "0 around the child" in ecomap(Circle(person("Tomasz", "M")), [], TODAY)


def test_the_table_names_everybody():
    around = [
        Around(name="Nan", what="Grandparent", bond=Bond.CLOSE, at_home=True),
        Around(name="Oakfield", what="School", bond=Bond.UNKNOWN, is_person=False),
    ]
    rows = ecomap_chart(Circle(person("Tomasz", "M")), around, TODAY).rows
    assert rows == [
        ["Nan", "Grandparent", "Close", "Yes"],
        ["Oakfield", "School", "Not known yet", "–"],
    ]
