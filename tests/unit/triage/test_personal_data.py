# ruff: noqa: RUF001
# The letters of other languages are part of what is tested.
"""Personal data is found by kind and masked; what looks like it and is none stays."""

from time import process_time

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
    ("text", "kind"),
    [
        ("0 7 7 0 0 9 0 0 1 2 3", "phone"),
        ("on (01632) 960 960 after six", "phone"),
        ("card 4111 1111 1111 1112", "bank_or_card"),
        ("paid to GB00 BANK 0012 3456 7890 12", "bank_or_card"),
        ("my NHS number is 943 476 5918", "nhs_number"),
        ("the NHS number on the form, 999 123 4567, isn't hers", "nhs_number"),
        ("carer for a patient, 999 555 1234, who has rung off", "nhs_number"),
        ("smoke at 4C upper bevendean avenue", "street_address"),
        ("leak at 11 Tanyard Brook", "street_address"),
        ("smoke coming out of 31 alder avenue", "street_address"),
        ("looking for Hubert Tanyard b. 03.04.1948", "date_of_birth"),
        ("Doris Fenwick 140339 not home", "date_of_birth"),
        ("od wczoraj nie ma pani Hanny Żurawskiej", "named_person"),
        ("NI: QT 48 21 07 C", "national_insurance"),
        ("half a plate, GN09 ?SK", "vehicle_registration"),
        ("only got RK09 something", "vehicle_registration"),
        ("SHE DROVE OFF IN SX00ABC", "vehicle_registration"),
        ("reg number abc 123d", "vehicle_registration"),
        ("plate was A12 BCD", "vehicle_registration"),
        ("my birthday, 30 June 1941", "date_of_birth"),
        ("they put the date of birth as 12/03/1988", "date_of_birth"),
        ("for Chantelle Mugridge 14/02/2003", "date_of_birth"),
        ("14 Gorse Bank, Cooden", "street_address"),
        ("22 palatine rd", "street_address"),
        ("8 hazel way, again", "street_address"),
        ("3 linton close they keep ringing", "street_address"),
        ("sent to 5 Forge Yard, Battle", "street_address"),
        ("Flat 6, 40 Windmill Ridge", "street_address"),
        ("07700, then 900, then 456", "phone"),
        ("its oh seven seven double oh nine hundred four five six", "phone"),
        ("zero one six three two nine six oh one one four", "phone"),
        ("07700 nine hundred 456, ask for the manager", "phone"),
        ("I rang 999 from 0 7 7 0 0 9 0 0 1 2 3", "phone"),
        ("the row of 3 on 07700, then 900, then 456", "phone"),
        ("+44 7 7 0 0 9 0 0 1 2 3", "phone"),
        ("a black golf, GX 19 ABC", "vehicle_registration"),
        ("GX19-ABC", "vehicle_registration"),
        ("une voiture, AB-123-CD", "vehicle_registration"),
        ("Dutch van 12-ABC-3", "vehicle_registration"),
        ("German plates B-AB 1234", "vehicle_registration"),
        ("a lorry from Belfast, ABZ 1234", "vehicle_registration"),
        ("nr rej WA 12345", "vehicle_registration"),
        ("it had SX00 in the plate", "vehicle_registration"),
        ("plate ended 4KP", "vehicle_registration"),
    ],
)
def test_it_is_found_as_people_type_it(text: str, kind: str, labeller: Labeller) -> None:
    assert kind in {item.kind for item in labeller.personal_data(text)}


@pytest.mark.parametrize(
    "text",
    [
        "is little Josh home yet?",
        "Connor is at the bus stop",
        "tell Lee I said so",
        "my mate Linh works there",
        "my daughter's ex husband, Craig, is back",
        "MY SON JOSH IS MISSING",
        "its lewis from the talk at school",
        "mr osborn is tied up in his chair",
        "Our Ruby rang this morning",
        "it fell on M Coates",
        "mi hijo Brayan no vuelve",
        "Kızım Defne'yi bulan var mı",
        "The old man calls himself Tobias Lyle",
        "my friend June in Mayfield",
        "the Pullens' cottage burnt down",
        "the Barkers next door are shouting",
        "tyler is on the tracks",
        "this lad jayden keeps messaging her",
        "call 101 about it. regards - Pat",
        "L\u00e9o n'est pas rentr\u00e9",
        "Thanks, Rowena is home now",
        "Mr Pike next door lost it all to a bitcoin scam",
        "I am Mrs Rose Tanner, please donate",
        "shouting at Norman outside",
        "send an officer, Josh has been hit",
        "Mr Kelvin is my landlord, he trades crypto and threatened me",
        "my neighbour mr kelvin sells bitcoin and hit my dog",
        "Mr Kelvin, our landlord, trades crypto",
        "mr kelvin next door lost it all to a bitcoin scam",
        "Mr Kelvin threatened me, he made a fortune with crypto",
        "pastor Eric hit my son at church and trades bitcoin",
        "thanks Colin for nothing, you stalked my sister",
        "cheers Colin for absolutely nothing",
    ],
)
def test_a_private_person_is_known_by_a_first_name(text: str, labeller: Labeller) -> None:
    assert [item.kind for item in labeller.personal_data(text)] == ["named_person"]


@pytest.mark.parametrize(
    "text",
    [
        "I rang 999 and then 101",
        "Crimestoppers is 0800 555 111",
        "it cost £1,200 in 2024",
        "the A27 at 8.15",
        "ACCIDENT ON A27 NOW, M23 TOO",
        "somewhere in BN1",
        "ref 47220194821",
        "order 4111 1111 1112",
        "the 22 bus to Battle Road",
        "two way street",
        "on the 3rd of May 2024",
        "between 0730 and 0815, or 0900 then 1000",
        "one two three four five six seven eight nine ten",
        "oh one more thing, seven of them",
        "10 miles way off",
        "3 cars parked close by, 4 shops close early",
        "a CO-OP 24 hours a day",
        "on nr A27 junction",
        "12-JAN-24",
        "AT 10 THE LADS CAME BACK",
        "plates for 3 pound each",
        "no bus 25 Lewes Road today",
        "score was 1 0 2 1 2 2 3 1 4 2 all week",
        "scores 1, 0, 2, 1, 2, 2, 3, 1, 4, 2, 3, 5",
        "scores 3 0 1 2 1 2 2 3 1 4 2 6",
        "scores 0 0 2 1 2 2 3 1 4 2 5",
    ],
)
def test_a_number_that_belongs_to_nobody_stays(text: str, labeller: Labeller) -> None:
    assert labeller.personal_data(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "thanks to PC Harris and Sgt Jones",
        "thanks PCSO Amy and Dave",
        "Your handler was called Beth",
        "my dog's called Alfie",
        "PD Max did well",
        "Storm Brenda took the shed",
        "outside the Jenny Lind",
        "trouble in Norman Road",
        "a tree down at Mark Cross",
        "Victoria Park is full of litter",
        "Boris Johnson on the telly",
        "queue at John Lewis",
        "the Old Bill are here",
        "Will you come? May I ask?",
        "My little boy drew you a car",
        "See you on Jan 4th",
        "E Sussex and W Sussex alike",
        "class A drugs, Block C Flat",
        "@dave_99 #steve",
        "thanks Colin on the desk",
        "the liaison officer, Sue, kept us going",
        "Mrs Bianca trading doubled my savings",
        "contact mr kelvin for a loan",
        "coach Melissa, I earn £400 a day",
        "Need a visa sponsor? Pay after arrival, contact Pastor Eric",
        "I am Mrs Agnes, widow, I wish to donate",
        "I lost my husband too but Mr Felix trading helped me",
        "thanks Colin for coming out",
        "a grey budgie, answers to Kevin",
        "Good boy Rex",
        "the bandstand at Alexandra",
        "Pelham car park",
        "Clare's law",
        "a black Leon",
        "sold at auction in Jan",
        "shut up Karen",
        "the Scouts' hut and the Dolphins' changing room",
        "legalny? W Polsce",
        "since New Year's Eve",
        "she asked for Angela at the bar",
        "the Herbert Protocol form",
        "Mrs opposite has a new skip",
        "a real Bobby waved at us",
        "happy as Larry, bloody Norah",
    ],
)
def test_a_name_that_is_no_private_persons_stays(text: str, labeller: Labeller) -> None:
    assert labeller.personal_data(text) == ()


SAID = (
    "a dot ",
    "a(dot)",
    "a.b at c.",
    "papa 1 ",
    "plate echo ",
    "card ",
    "account 1 ",
    "double ",
    "born first of ",
    "1 ABCD ",
)
SLOW = (
    "oh one ",
    "0 then ",
    "07700 then ",
    "12-",
    "12 aaaa ",
    "German a b c ",
    "the Wards' ",
    "mr kelvin ",
    "KEVIN. ",
    "at no 3 ",
    "London Road ",
    "strada a ",
    *SAID,
)
"""Pieces that the longer patterns begin with, and names beside which the whole text counts."""


def test_a_long_text_costs_no_more_than_its_length(labeller: Labeller) -> None:
    for piece in (
        "1",
        "1 ",
        "A ",
        "a@a.",
        "reg ",
        "born ",
        "my son ",
        "Dave Smith ",
        "12 Aaa Bbb ",
        "07700 900123 ",
        *SLOW,
    ):
        text = piece * (100_000 // len(piece))
        begun = process_time()
        labeller.personal_data(text)
        assert process_time() - begun < 3, (
            piece
        )  # a tenth of that on an idle machine; what grows by squares takes minutes


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


def test_a_name_and_a_birthday_beside_it_are_masked(labeller: Labeller) -> None:
    text = "please find Ruby Ashdown 03/09/2010, my son Josh saw her"
    hidden = masked(text, labeller.personal_data(text))
    assert hidden == "please find [named_person] [date_of_birth], my son [named_person] saw her"
