"""A person as staff write them down, and what a list is narrowed to."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SearchField, SelectChoice, SelectField, StringField, TelField
from wtforms.validators import Email, Length, Optional, ValidationError

from portal.consents import queries as consents
from portal.contacts import labels, rules
from portal.contacts.models import Contact
from portal.contacts.queries import people
from portal.contacts.queries.people import Agreement, Filter
from portal.contacts.service.keeping import Facts
from portal.core import languages, tenancy
from portal.core.forms import PortalForm, cleaned, no_formula
from portal.core.languages import said
from portal.participation.rules import identity
from portal.territory import forms as territory

NAME_SIGNS = 120
ADDRESS_SIGNS = 254
THEME_SIGNS = 60
THEMES = 30
QUIET = {"autocomplete": "off"}


class FactsForm(PortalForm):
    """Adding or correcting a contact: at least a name, an address or a number."""

    name = StringField(_("Name"), filters=[cleaned], validators=[Length(max=NAME_SIGNS), no_formula], render_kw=QUIET)
    address = EmailField(
        _("E-mail address"),
        filters=[cleaned],
        validators=[Optional(), Length(max=ADDRESS_SIGNS), Email(_("Check the e-mail address."))],
        render_kw=QUIET,
    )
    phone = TelField(_("Telephone"), filters=[cleaned], validators=[Length(max=40)], render_kw=QUIET)
    zone = SelectField(_("Neighbourhood"), validate_choice=True)
    language = SelectField(_("Language of letters"))
    themes = StringField(
        _("Themes"), description=_("Separated by commas."), filters=[cleaned], validators=[Length(max=1000)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = territory.zone_choices(_("unknown"))
        card = tenancy.organisation()
        self.language.choices = [SelectChoice(code, labels.LANGUAGES.get(code, code)) for code in card.languages]

    @classmethod
    def of(cls, contact: Contact, themes: list[str]) -> "FactsForm":
        """Filled in with what we know."""
        return cls(
            data={
                "name": contact.name,
                "address": contact.address,
                "phone": contact.phone,
                "zone": str(contact.zone_id or ""),
                "language": contact.language,
                "themes": ", ".join(themes),
            }
        )

    def validate_address(self, field: Any) -> None:
        try:
            identity.canonical_address(field.data or "")
        except UnicodeError:
            raise ValidationError(_("Check the e-mail address.")) from None

    def validate_phone(self, field: Any) -> None:
        if field.data and not rules.phone_digits(field.data):
            raise ValidationError(_("Write the number with its figures, for instance 02 31 00 00 00."))

    def validate_themes(self, _field: Any) -> None:
        themes = self._themes()
        if len(themes) > THEMES or any(len(theme) > THEME_SIGNS for theme in themes):
            raise ValidationError(_("At most 30 themes, of 60 signs each."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_right: bool = super().validate(*args, **kwargs)
        if is_right and not (self.name.data or self.address.data or self.phone.data):
            self.name.errors = [_("Write at least a name, an e-mail address or a telephone number.")]
            return False
        return is_right

    def facts(self) -> Facts:
        return Facts(
            name=self.name.data or "",
            address=self.address.data or "",
            phone=self.phone.data or "",
            zone_id=int(self.zone.data) if self.zone.data else None,
            language=self.language.data or languages.main(),
            themes=self._themes(),
        )

    def _themes(self) -> tuple[str, ...]:
        words = (word.strip() for word in (self.themes.data or "").split(","))
        return tuple(dict.fromkeys(word for word in words if word))


class FilterForm(PortalForm):
    """The list narrowed down. What nobody offered is left out rather than refused: it came by an address."""

    q = SearchField(_("Search for somebody"), filters=[cleaned])
    zone = SelectField(_("Neighbourhood"), validate_choice=False)
    theme = SelectField(_("Theme"), validate_choice=False)
    agreement = SelectField(_("Consent"), validate_choice=False)
    purpose = SelectField(_("Purpose"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = territory.zone_choices(_("anywhere"))
        self.theme.choices = [SelectChoice("", _("anything")), *(SelectChoice(each, each) for each in people.themes())]
        self.agreement.choices = [SelectChoice(each.value, label) for each, label in labels.AGREEMENTS.items()]
        purposes = [SelectChoice(str(each.id), said(each.name)) for each in consents.purposes()]
        self.purpose.choices = [SelectChoice("", _("anything or nothing")), *purposes]

    def wanted(self) -> Filter:
        zone, purpose = self._chosen(self.zone), self._chosen(self.purpose)
        return Filter(
            words=(self.q.data or "")[: people.SEARCH_SIGNS],
            zone_id=int(zone) if zone else None,
            theme=self._chosen(self.theme),
            purpose_id=int(purpose) if purpose else None,
            agreement=Agreement(self._chosen(self.agreement) or Agreement.STANDS),
        )

    @staticmethod
    def _chosen(field: Any) -> str:
        return field.data if any(choice.value == field.data for choice in field.choices) else ""
