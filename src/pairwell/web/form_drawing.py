"""Draws fields and widgets of forms in Python: Django draws every option of a choice by three templates.

What comes out of a widget is what Django's own templates say; those that are not named here are drawn by them.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe

from pairwell.web.forms import dress

Drawn = Mapping[str, Any]


class FormRenderer(DjangoTemplates):
    """Django's renderer with a short way for the usual widgets."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """The HTML of a widget, a field or a form."""
        draw = _DRAW.get(template_name.removeprefix("django/forms/widgets/"))
        if draw is None or "widget" not in context:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308
        return mark_safe(draw(context["widget"]))  # noqa: S308 - each part is escaped


def drawn_field(field: BoundField) -> SafeString:
    """A field dressed, with its label, help and errors tied to it; its parts as in `templates/parts/field.html`."""
    inside, widget = field.field, field.field.widget
    dress(widget)
    label, must = escaped(field.label), " required" if inside.required else ""
    if getattr(widget, "input_type", "") == "checkbox" and not field.use_fieldset:
        words = f'<span class="form-check-label">{label}</span>'
        main = f'<label class="form-check" for="{escaped(field.id_for_label)}">{field}{words}</label>'
    elif field.use_fieldset:
        main = (
            f"<fieldset{_described_by(field)}>\n"
            f'<legend class="form-label{must}">{label}</legend>{field}\n</fieldset>'
        )
    else:
        main = f'<label class="form-label{must}" for="{escaped(field.id_for_label)}">{label}</label>{field}'
    shown_if = getattr(inside, "shown_if", None)
    condition = _attributes({"data-shown-if": shown_if[0], "data-shown-for": shown_if[1]}) if shown_if else ""
    head = f'<div class="mb-3"{condition} data-question="{escaped(field.html_name)}">'
    return mark_safe(f"{head}\n{main}\n{_below(field)}</div>\n")  # noqa: S308 - each part is escaped


def _described_by(field: BoundField) -> str:
    """A fieldset names its help and its error; Django does so for inputs by itself."""
    ids = [f"{field.auto_id}_helptext"] * bool(field.help_text) + [f"{field.auto_id}_error"] * bool(
        field.errors
    )
    return f' aria-describedby="{escaped(" ".join(ids))}"' if ids else ""


def _below(field: BoundField) -> str:
    own, said = escaped(field.auto_id), ""
    if field.help_text:
        said += f'<small class="form-hint" id="{own}_helptext">{escaped(field.help_text)}</small>\n'
    if field.errors:
        said += (
            f'<div class="invalid-feedback d-block" id="{own}_error">{escaped(str(field.errors[0]))}</div>\n'
        )
    return said


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Drawn) -> str:
    value = "" if widget["value"] is None else f' value="{escaped(str(widget["value"]))}"'
    name = escaped(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _textarea(widget: Drawn) -> str:
    name, said = escaped(widget["name"]), escaped(widget["value"] or "")
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{said}</textarea>'


def _select(widget: Drawn) -> str:
    parts = []
    for group, options, _ in widget["optgroups"]:
        drawn = "\n".join(map(_option, options))
        parts.append(f'<optgroup label="{escaped(group)}">\n{drawn}\n</optgroup>' if group else drawn)
    inside = "\n".join(parts)
    return f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{inside}\n</select>'


def _option(option: Drawn) -> str:
    value = escaped(str(option["value"]))
    return f'<option value="{value}"{_attributes(option["attrs"])}>{escaped(option["label"])}</option>'


def _several(widget: Drawn) -> str:
    parts = []
    for group, options, _ in widget["optgroups"]:
        drawn = "".join(f"<div>\n{_ticked(option)}\n</div>" for option in options)
        parts.append(f"<div><label>{escaped(group)}</label>{drawn}</div>" if group else drawn)
    own = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    return f"<div{_attributes(own)}>{''.join(parts)}\n</div>"


def _ticked(option: Drawn) -> str:
    drawn, own = _input(option), option["attrs"].get("id")
    if not option.get("wrap_label"):
        return drawn
    target = f' for="{escaped(own)}"' if own else ""
    return f"<label{target}>{drawn}\n {escaped(option['label'])}</label>"


_INPUTS = (
    *("text", "number", "email", "url", "color", "search", "tel", "password", "hidden"),
    *("date", "datetime", "time", "input", "checkbox", "file"),
)
_DRAW: Mapping[str, Callable[[Drawn], str]] = {
    **{f"{name}.html": _input for name in _INPUTS},
    "textarea.html": _textarea,
    "select.html": _select,
    "radio.html": _several,
    "checkbox_select.html": _several,
}


def drawn_options(choices: tuple[tuple[Any, Any], ...], chosen: Collection[str]) -> str:
    """The options of a select as HTML, (key, label), those that are chosen marked; every text is escaped."""
    drawn = _unmarked(choices)
    if not chosen:
        return "\n".join(drawn)
    marked = (str(key) in chosen for key, _ in choices)
    return "\n".join(
        option.replace('">', '" selected>', 1) if mark else option
        for option, mark in zip(drawn, marked, strict=True)
    )


@lru_cache(maxsize=16)
def _unmarked(choices: tuple[tuple[Any, Any], ...]) -> tuple[str, ...]:
    """Each option as HTML, none of them chosen; the skill catalog is the same for everybody who looks at it."""
    return tuple(
        f'<option value="{escape(str(key))}">{escape(str(label))}</option>' for key, label in choices
    )
