"""Forms in the kit's clothes: every form of the site starts from StyledForm."""

from typing import Any

from django import forms

from pairwell.core.errors import Refused

_CLASSES = {
    forms.Textarea: "form-control",
    forms.CheckboxInput: "form-check-input",
    forms.CheckboxSelectMultiple: "form-check-group",
    forms.RadioSelect: "form-check-group",
    forms.SelectMultiple: "form-select",
    forms.Select: "form-select",
    forms.widgets.Input: "form-control",
}


def dress(widget: forms.Widget) -> None:
    """Give a widget the class its kind has in the kit, unless it has one."""
    for kind, name in _CLASSES.items():
        if isinstance(widget, kind):
            widget.attrs.setdefault("class", name)
            return


class StyledForm(forms.Form):
    """A form whose widgets carry the kit's classes, and which can show an action's refusals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field.widget)

    def show(self, refused: Refused) -> None:
        """Put each reason of a refusal beside its field, or on top when it is about none."""
        for refusal in refused.refusals:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
