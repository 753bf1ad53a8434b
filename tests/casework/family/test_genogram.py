"""The genogram: everybody once, nobody on top of another, and the symbols people know."""

import re
from datetime import date
from itertools import combinations

from hypothesis import given, settings

from casework.family.circle import Circle
from casework.family.codes import TieEnd, TieKind
from casework.family.drawing.genogram import genogram, genogram_chart, home_boxes
from casework.family.drawing.graph import family_of
from casework.family.drawing.layout import LABEL, SLOT, SYMBOL, layout
from casework.family.drawing.outline import outline
from tests.casework.family.circles import (
    TODAY,
    circles,
    kin,
    living,
    person,
    responsible,
    tie,
)
from tests.stage import staged


@staged
def sobczaks():
    """Tomasz and Zofia at home with Mum; Dad divorced; Dad's father has died."""
    tomasz = person("Tomasz Sobczak", "M", date(2017, 3, 4))
    mum = person("Magda Sobczak", "F", date(1993, 5, 1))
    dad = person("Piotr Sobczak", "M", date(1990, 2, 1))
    zofia = person("Zofia Sobczak", "F", date(2022, 1, 9))
    grandad = person("Jan Sobczak", "M", date(1950, 1, 1), died=date(2019, 2, 2))
    return Circle(
        tomasz,
        (
            kin(mum, "mother", called="Mum"),
            kin(dad, "father", called="Dad"),
            kin(zofia, "sibling"),
            kin(grandad, "grandparent"),
        ),
        (
            tie(mum, dad, TieKind.MARRIED, ended_on=date(2021, 6, 1), how=TieEnd.DIVORCED),
            tie(grandad, dad, TieKind.PARENT),
        ),
        (responsible(mum), responsible(dad, "registered")),
        living(tomasz, mum, zofia),
    )


def boxes(placed):
    """What each person takes up, words included."""
    wide = (SLOT - 8) / 2
    return [
        (x - wide, y - SYMBOL / 2, x + wide, y + SYMBOL / 2 + LABEL)
        for x, y in placed.centres.values()
    ]


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@settings(max_examples=150)
@given(circles())
def test_everybody_is_drawn_once_and_nobody_on_another(circle):
    family = family_of(circle, TODAY)
    placed = layout(family)
    assert placed.centres.keys() == family.nodes.keys()
    assert all(apart(one, other) for one, other in combinations(boxes(placed), 2))
    for left, top, right, bottom in boxes(placed):
        assert left >= 0
        assert top >= 0
        assert right <= placed.width
        assert bottom <= placed.height
    drawing = genogram(circle, TODAY)
    assert drawing.count("app-genogram__person") == len(family.nodes)


@settings(max_examples=80)
@given(circles())
def test_every_line_begins_at_a_parent_and_ends_at_the_child(circle):
    family = family_of(circle, TODAY)
    placed = layout(family)
    drawn = {(parent, line.child) for line in placed.children for parent in line.parents}
    told = {
        (parent, child)
        for brood in family.broods
        for parent in brood.parents
        for child in brood.children
    }
    assert drawn == told
    for line in placed.children:
        x, y = placed.centres[line.child]
        assert line.points[-1] == (x, y - SYMBOL / 2)
    assert len(placed.couples) == len(family.couples)


@settings(max_examples=80)
@given(circles())
def test_the_outline_of_the_home_holds_those_at_home_and_nobody_else(circle):
    placed = layout(family_of(circle, TODAY))
    home = circle.at_home(TODAY)
    drawn = home_boxes(placed, home)
    for one, (x, y) in placed.centres.items():
        inside = any(left < x < right and top < y < bottom for left, top, right, bottom in drawn)
        if drawn:
            assert inside == (one in home)
    for loop in outline(drawn):
        assert len(loop) >= 4


def test_generations_stand_above_each_other(sobczaks):
    placed = layout(family_of(sobczaks, TODAY))
    at = {one.name.split()[0]: placed.centres[one.id] for one in sobczaks.people().values()}
    assert at["Jan"][1] < at["Magda"][1] == at["Piotr"][1] < at["Tomasz"][1] == at["Zofia"][1]
    assert at["Tomasz"][0] < at["Zofia"][0]  # eldest on the left


def test_symbols_lines_and_marks(sobczaks):
    drawing = genogram(sobczaks, TODAY)
    # Two squares besides the child's own, which has a border more; two circles.
    assert len(re.findall(r'<rect class="app-genogram__symbol"', drawing)) == 4
    assert len(re.findall(r'<circle class="app-genogram__symbol"', drawing)) == 2
    assert drawing.count(">PR</text>") == 2
    assert "Jan Sobczak, grandparent, died 2019, aged 69" in drawing
    assert "Magda Sobczak, mother, 33, has parental responsibility" in drawing
    assert "app-genogram__home" in drawing
    assert drawing.count("style=") == 0


def test_who_is_not_born_yet_is_a_triangle_and_unknown_a_diamond():
    baby = person("Baby", "U", date(2027, 2, 1))
    uncle = person("Somebody", "U")
    circle = Circle(person("Tomasz", "M"), (kin(baby, "sibling"), kin(uncle, "aunt_uncle")))
    drawing = genogram(circle, TODAY)
    points = re.findall(r'<polygon class="app-genogram__symbol" points="([^"]+)"', drawing)
    assert sorted(len(one.split()) for one in points) == [3, 4]
    assert "unborn" in drawing


def test_half_brothers_hang_from_their_own_parents():
    tomasz, mum, dad = person("Tomasz", "M"), person("Mum", "F"), person("Dad", "M")
    karl, adam = person("Karl", "M"), person("Adam", "M")
    circle = Circle(
        tomasz,
        (
            kin(mum, "mother"),
            kin(dad, "father"),
            kin(karl, "step_parent"),
            kin(adam, "half_sibling"),
        ),
        (tie(mum, adam, "parent"), tie(karl, adam, "parent"), tie(mum, karl, "partners")),
    )
    broods = {brood.parents: brood.children for brood in family_of(circle, TODAY).broods}
    assert broods == {
        frozenset({mum.id, dad.id}): (tomasz.id,),
        frozenset({mum.id, karl.id}): (adam.id,),
    }


def test_friends_belong_to_the_ecomap_and_who_has_left_to_neither():
    friend, left = person("Sam"), person("Karl")
    circle = Circle(
        person("Tomasz"),
        (kin(friend, "friend"), kin(left, "step_parent", ended_on=date(2026, 1, 1))),
    )
    assert len(family_of(circle, TODAY).nodes) == 1


def test_the_table_says_what_the_drawing_shows(sobczaks):
    rows = {row[0]: row[1:] for row in genogram_chart(sobczaks, TODAY).rows}
    assert rows["Tomasz Sobczak"] == [
        "The child", "9", "Magda Sobczak, Piotr Sobczak", "–", "Yes", "–",
    ]  # fmt: skip
    assert rows["Magda Sobczak"][3:] == [
        "Divorced from Piotr Sobczak", "Yes", "Gave birth to the child",
    ]  # fmt: skip
    assert len(rows) == 5


def test_a_name_is_text_and_never_markup():
    circle = Circle(person("Tom"), (kin(person("<script>alert(1)</script>"), "mother"),))
    assert "<script" not in genogram(circle, TODAY)
