"""The design system's own markup, through one Jinja environment made once per process."""

from collections.abc import Hashable, Mapping
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader


@cache
def environment() -> Environment:
    """Autoescaping is on: a parameter called `text` is escaped, one called `html` must be safe."""
    return Environment(
        autoescape=True,
        # They are installed with us and change only when we are: no file is looked at again.
        auto_reload=False,
        loader=PrefixLoader(
            {
                "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                "govuk": PackageLoader("govuk", "jinja"),
            }
        ),
    )


@cache
def _macro(component: str, package: str) -> Any:
    words = "".join(word.capitalize() for word in component.split("-"))
    source = f"{package}/components/{component}/macro.html"
    return getattr(environment().get_template(source).module, f"govuk{words}")


# What the published macros lack stands in govuk/jinja, under the same names.
OUR_OWN = frozenset({"form-group", "select"})


def render(
    component: str, params: Mapping[str, Any], late: Mapping[str, str] | None = None
) -> SafeString:
    """The HTML of one component; parameters as the design system names them.

    The macros indent what they are given, which would push typed text to the right at every
    save. `late` maps marks in `params` to what takes their place when all else is done; its
    values must be safe. What people typed comes this way and is not kept; the rest of a component
    is the same on every page that asks for it, and is drawn once.
    """
    html = _drawn(_Asked(component, params))
    for mark, content in (late or {}).items():
        html = html.replace(mark, content)
    return mark_safe(html)


def mark(place: int = 0) -> str:
    """A word that stands in for something and occurs nowhere else; each place has its own."""
    return f"mark-{_SECRET}-{place}-"


_SECRET = uuid4().hex
# Components kept drawn: some kilobytes each at most.
KEPT = 2_000


class _Asked:
    """A component and its parameters, equal to another that is drawn the same."""

    def __init__(self, component: str, params: Mapping[str, Any]) -> None:
        self.component, self.params = component, params
        self._key = component, _frozen(params)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _frozen(value: Any) -> Hashable:
    """The value in a form that compares: safe text differs from text that is still escaped, and 1
    from true."""
    if isinstance(value, Mapping):
        return tuple((key, _frozen(one)) for key, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    if isinstance(value, bool | int | float) or value is None:
        return type(value), value
    return hasattr(value, "__html__"), str(value)


@lru_cache(maxsize=KEPT)
def _drawn(asked: _Asked) -> str:
    package = "govuk" if asked.component in OUR_OWN else "govuk_frontend_jinja"
    drawn = str(_macro(asked.component, package)(asked.params))
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip())
