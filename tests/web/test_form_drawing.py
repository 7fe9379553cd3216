"""Widgets are drawn in Python as Django's own templates draw them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.utils.safestring import mark_safe

from pairwell.web.form_drawing import FormRenderer, drawn_field
from pairwell.web.forms import StyledForm

CHOICES = [("", "Nothing"), ("a", "A & B"), (3, "<Three>"), ("Group", [("x", "X"), ("y", '"Y"')])]
ATTRS = {"id": "id_it", "class": "form-control", "required": True, "disabled": False, "data-x": '<"&'}
WIDGETS = [
    (forms.TextInput(), "a <b> & \"c\" 'd'"),
    (forms.TextInput(), None),
    (forms.NumberInput(), 12345),
    (forms.EmailInput(), ""),
    (forms.HiddenInput(), "x"),
    (forms.PasswordInput(), "secret"),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "2026-12-01"),
    (forms.TimeInput(), "9:00"),
    (forms.FileInput(), None),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), "yes & no"),
    (forms.Textarea(attrs={"rows": 3}), "one\n<two>"),
    (forms.Textarea(), None),
    (forms.Select(choices=CHOICES), 3),
    (forms.SelectMultiple(choices=CHOICES), ["a", "y"]),
    (forms.NullBooleanSelect(), True),
    (forms.RadioSelect(choices=CHOICES), "x"),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a", "3"]),
    (forms.MultiWidget([forms.TextInput(), forms.NumberInput()]), ["a", 2]),
    (forms.ClearableFileInput(), None),
    (forms.SplitDateTimeWidget(), None),
]


def _as_one_line(html: str) -> str:
    return re.sub(r"\s+(?=[<>])|(?<=>)\s+", "", html)


@pytest.mark.parametrize("attrs", [ATTRS, {"id": "id_it"}, {}], ids=["all", "id", "none"])
@pytest.mark.parametrize(("widget", "value"), WIDGETS, ids=lambda one: type(one).__name__)
def test_a_widget_is_drawn_as_django_draws_it(
    widget: forms.Widget, value: Any, attrs: dict[str, Any]
) -> None:
    ours = widget.render("the <name>", value, dict(attrs), FormRenderer())
    theirs = widget.render("the <name>", value, dict(attrs), DjangoTemplates())
    assert _as_one_line(ours) == _as_one_line(theirs)
    assert not any(raw in ours for raw in ("<b>", "<two>", "<Three>"))


def test_forms_use_it(settings: Any) -> None:
    assert isinstance(forms.Form().renderer, FormRenderer)


AS_A_TEMPLATE = Path(__file__).with_name("field_as_a_template.html").read_text(encoding="utf-8")


class Every(StyledForm):
    plain = forms.CharField(label="A <b> label", help_text="Help & more")
    optional = forms.CharField(required=False, label=mark_safe("<em>trusted</em>"))
    ticked = forms.BooleanField(help_text="<i>help</i>")
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="One of them")
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False)
    asked_if = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_if"].shown_if = ("q_other", 'yes "no"')


@pytest.mark.parametrize(
    "data", [None, {}, {"plain": "x<y", "one": "no", "ticked": "on"}], ids=["new", "empty", "wrong"]
)
def test_a_field_is_drawn_as_a_template_would_say_it(data: dict[str, str] | None) -> None:
    form = Every(data)
    said = Template(AS_A_TEMPLATE)
    for field in form:
        theirs = said.render(Context({"field": field})).replace('_helptext "', '_helptext"')
        assert _as_one_line(drawn_field(field)) == _as_one_line(theirs)
