"""Widgets for answers that no plain field can take: an order, skills with levels, hours, a kept file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe

from pairwell.programs.rules.answers import DAYS
from pairwell.web.form_drawing import drawn_options
from pairwell.web.requests import typed_number

FIRST_HOUR, LAST_HOUR = 6, 22
_DAY_LABELS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Drawn(forms.Widget):
    """A widget that is drawn by one of our templates."""

    drawing = ""

    def facts(self, name: str, value: Any) -> dict[str, Any]:
        """What the template needs."""
        raise NotImplementedError

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The widget's HTML."""
        facts = {"name": name, "id": (attrs or {}).get("id", name), "attrs": attrs or {}}
        return mark_safe(render_to_string(self.drawing, {**facts, **self.facts(name, value)}))  # noqa: S308

    def use_required_attribute(self, initial: Any) -> bool:
        """It has several inputs; none of them is required by itself."""
        return False


class RankedChoices(_Drawn):
    """A place for each option: a select beside it. Its value is the options in order."""

    drawing = "parts/widget_ranked.html"
    use_fieldset = True

    def __init__(self, options: Sequence[tuple[str, str]], most: int) -> None:
        super().__init__()
        self.options, self.most = list(options), most

    def facts(self, name: str, value: Any) -> dict[str, Any]:
        """Each option with the place it has."""
        order = [str(one) for one in value or []]
        rows = [(key, label, order.index(key) + 1 if key in order else 0) for key, label in self.options]
        return {"rows": rows, "places": range(1, self.most + 1)}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Options in the order of their places; two on one place both stay, and the rules refuse that."""
        placed: list[tuple[int, int, str]] = []
        for number, (key, _) in enumerate(self.options):
            if place := typed_number(data.get(f"{name}-{key}")):
                placed.append((place, number, key))
        seen: dict[int, str] = {}
        order: list[str] = []
        for at, _, chosen in sorted(placed):
            order.append(seen.get(at, chosen))
            seen.setdefault(at, chosen)
        return order

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first select."""
        return f"{id_}_0" if id_ else ""


class LongSelect(forms.SelectMultiple):
    """A choice of several among hundreds, drawn at once: Django draws every option by a template of its own."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The select with its options; there are no groups."""
        options = drawn_options(tuple(self.choices), set(self.format_value(value)))
        drawn = {**self.build_attrs(self.attrs, attrs), "name": name, "multiple": True}
        return mark_safe(f"<select{flatatt(drawn)}>\n{options}</select>")  # noqa: S308 - all of it is escaped


class LongChoiceField(forms.MultipleChoiceField):
    """Several of hundreds of choices, (key, label) without groups. They are put where Django keeps them as they are: it
    would go through all of them twice for every form.
    """

    widget = LongSelect

    def __init__(self, *, choices: tuple[tuple[str, str], ...], **plain: Any) -> None:
        super().__init__(**plain)
        self._choices = self.widget._choices = choices


class SkillLevels(_Drawn):
    """Several skills, each with a level and how urgent it is; levels appear once skills are chosen."""

    drawing = "parts/widget_skill_levels.html"

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.choices = list(choices)

    def facts(self, name: str, value: Any) -> dict[str, Any]:
        """The catalog, what is chosen, and the numbers of each."""
        chosen = value if isinstance(value, Mapping) else dict.fromkeys(value or [], (3, 2))
        names = dict(self.choices)
        rows = [(key, names.get(key, key), numbers[0], numbers[1]) for key, numbers in chosen.items()]
        return {
            "choices": self.choices,
            "chosen": set(chosen),
            "rows": rows,
            "levels": range(1, 6),
            "urgencies": [(1, "Can wait"), (2, "Soon"), (3, "Urgent")],
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[int]]:
        """{"python": [level, urgency]}; what was not said is 3 and 2."""
        keys = data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name) or [])
        return {
            key: [_whole(data.get(f"{name}-level-{key}"), 3), _whole(data.get(f"{name}-urgency-{key}"), 2)]
            for key in keys[:200]
        }


class HoursGrid(_Drawn):
    """A week as a table of hours to tick."""

    drawing = "parts/widget_hours.html"
    use_fieldset = True

    def facts(self, name: str, value: Any) -> dict[str, Any]:
        """Hours as rows, days as columns."""
        ticked = set(_marks(value))
        hours = [
            (
                hour,
                [
                    (f"{day}-{hour}", f"{label} {hour}:00")
                    for day, label in zip(DAYS, _DAY_LABELS, strict=True)
                ],
            )
            for hour in range(FIRST_HOUR, LAST_HOUR)
        ]
        return {"hours": hours, "ticked": ticked, "days": [label[:3] for label in _DAY_LABELS]}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Ticked hours, such as "mon-9"."""
        return list(data.getlist(name)) if isinstance(data, MultiValueDict) else list(data.get(name) or [])


def _marks(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{day}-{hour}" for day, spans in value.items() for a, b in spans for hour in range(a, b)]
    return [str(one) for one in value or []]


class KeptFile(forms.FileInput):
    """A file to choose; one that is kept already is named, and can be taken away."""

    kept: Mapping[str, Any] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input, below it what is kept."""
        if isinstance(value, Mapping):
            self.kept = value
        field = super().render(name, None, attrs, renderer)
        if not self.kept:
            return field
        context = {"name": name, "kept": self.kept, "field": field}
        return mark_safe(render_to_string("parts/widget_file.html", context))  # noqa: S308


def _whole(value: object, usual: int) -> int:
    number = typed_number(value, most=99)
    return usual if number is None else number
