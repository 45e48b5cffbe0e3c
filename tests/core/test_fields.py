import wtforms
from wtforms import SelectChoice as Choice
from wtforms import validators

from portal.core import fields

WHO = [Choice("anyone", "Anyone", render_kw={"note": "Without an address"}), Choice("email", "With an address")]
SCALE = {"kind": "scale", "ends": ("little", "much")}


class Form(wtforms.Form):
    title = wtforms.StringField(
        "Title", [validators.InputRequired(), validators.Length(max=80)], description="Briefly."
    )
    body = wtforms.TextAreaField("Text", render_kw={"rows": 9})
    access = wtforms.RadioField("Who?", choices=WHO, default="email")
    themes = wtforms.SelectMultipleField("Themes", choices=[Choice("a", "A"), Choice("b", "B")])
    level = wtforms.RadioField("How much?", choices=[Choice("1", "1")], default="1", render_kw=SCALE)
    is_open = wtforms.BooleanField("Open")


def test_a_field_says_its_kind_limits_and_whether_it_must_be_filled():
    title = fields.shown(Form().title)
    assert (title.kind, title.is_required, title.attributes) == ("text", True, {"maxlength": 80})
    assert title.described_by == "title-hint"
    assert fields.shown(Form().body).attributes == {"rows": 9}


def test_a_choice_that_begins_with_an_answer_is_not_called_optional():
    assert fields.shown(Form().access).is_required
    assert not fields.shown(Form().themes).is_required


def test_choices_know_which_one_is_chosen_and_have_ids_of_their_own():
    access = fields.shown(Form().access)
    assert [(option.id, option.is_checked) for option in access.options] == [("access-0", False), ("access-1", True)]
    assert access.options[0].note == "Without an address"
    assert fields.shown(Form(data={"themes": ["b"]}).themes).options[1].is_checked


def test_a_form_may_ask_for_a_scale():
    level = fields.shown(Form().level)
    assert (level.kind, level.ends, level.attributes) == ("scale", ("little", "much"), {})


def test_mistakes_lead_to_the_input_or_to_the_first_choice():
    form = Form(data={"access": "nobody"})
    form.validate()
    assert set(dict(fields.mistakes(form))) == {"title", "access-0"}
    assert fields.shown(form.title).described_by == "title-hint title-error"


def test_a_dictionary_is_drawn_like_a_field():
    options = [{"value": "a", "label": "A"}]
    question = {"kind": "choice", "name": "q1", "label": "How?", "options": options, "errors": ["Choose."]}
    shown = fields.shown(question)
    assert (shown.id, shown.first_id, shown.options[0].is_checked) == ("q1", "q1-0", False)
    assert fields.mistakes([question]) == [("q1-0", "Choose.")]
    assert fields.shown(shown) is shown


def test_a_ticked_box_stays_ticked():
    assert fields.shown(Form(data={"is_open": True}).is_open).value is True


def test_the_same_mistake_in_two_fields_says_which():
    first = fields.Shown(kind="choice", name="q1", id="q1", label="How often?", errors=("Choose.",))
    second = fields.Shown(kind="text", name="q2", id="q2", label="Your name", errors=("Choose.",))
    assert [message for _id, message in fields.mistakes([first, second])] == [
        "How often? Choose.",
        "Your name. Choose.",
    ]
