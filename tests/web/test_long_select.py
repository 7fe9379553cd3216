"""The select of many skills is drawn at once, and says what Django's own would."""

from django import forms

from pairwell.web.question_widgets import LongSelect

CHOICES = [("python", "Python"), ("r-and-d", "R & D <lab>"), ("sql", "SQL")]


def drawn(widget: type[forms.SelectMultiple], value: list[str] | None) -> str:
    class Form(forms.Form):
        skills = forms.MultipleChoiceField(choices=CHOICES, widget=widget(attrs={"size": 8}))

    return " ".join(str(Form(initial={"skills": value})["skills"]).split())


def test_it_draws_the_same_options() -> None:
    for value in (None, ["python", "r-and-d"]):
        ours, theirs = (drawn(widget, value) for widget in (LongSelect, forms.SelectMultiple))
        options = [text.partition("</select>")[0].strip() for text in theirs.split("<option")[1:]]
        assert [text.partition("</select>")[0].strip() for text in ours.split("<option")[1:]] == options
        assert all(
            said in ours for said in ('name="skills"', 'id="id_skills"', 'size="8"', " multiple", " required")
        )
