"""Personal data that is spelt, veiled or said in words is found and masked whole; what looks like it stays."""

import pytest

from services.triage.domain.labeller import Labeller
from services.triage.domain.personal_data import find_numbers
from services.triage.domain.said_figures import figures_of


def found(text: str) -> list[tuple[str, str]]:
    return [(item.kind, text[item.start : item.end]) for item in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("mine was k.haddow(at)example(dot)com and so", "k.haddow(at)example(dot)com"),
        ("I'm m.threlfall (at) example (dot) com if lost", "m.threlfall (at) example (dot) com"),
        ("it is x[at]example.org.", "x[at]example.org"),
        ("I'm pip dot larkin AT example DOT com if so", "pip dot larkin AT example DOT com"),
        ("from sorrel underscore nine at example dot org daily", "sorrel underscore nine at example dot org"),
        ("From gw_dad at example.com. Daily", "gw_dad at example.com"),
        ("from oldfriend77 at example.org.", "oldfriend77 at example.org"),
        ("hetty(dot)munt(at)example(dot)net no", "hetty(dot)munt(at)example(dot)net"),
    ],
)
def test_a_mail_address_without_its_sign(text: str, mail: str) -> None:
    assert found(text) == [("email", mail)]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("my van, lima mike sixtyfive whisky echo zulu, all", "lima mike sixtyfive whisky echo zulu"),
        ("(Hotel November, seven zero, Juliet Kilo Papa) with", "Hotel November, seven zero, Juliet Kilo Papa"),
        ("Plate sierra bravo one five, papa yankee echo. Late", "sierra bravo one five, papa yankee echo"),
        ("it ended Delta Papa Oscar", "Delta Papa Oscar"),
        ("it is a Kia, papa echo, it started EK one six.", "EK one six"),
        ("unser Camper (M-KX 4471) wurde", "M-KX 4471"),
        ("WN65 F something, ladder", "WN65 F something"),
        ("on her hand, KT12 and then maybe a Z. So", "KT12 and then maybe a Z"),
        ("a van, T419 PQA, green", "T419 PQA"),
        ("only GN09 ?SK and mud", "GN09 ?SK"),
    ],
)
def test_a_plate_that_is_spelt_abroad_or_half_seen(text: str, plate: str) -> None:
    assert found(text) == [("vehicle_registration", plate)]


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("the flat BN11 2ZK, blacked out", "BN11 2ZK"),
        ("that's TN22 nine zed zed near", "TN22 nine zed zed"),
        ("the road, BN1 three-alpha-hotel, went", "BN1 three-alpha-hotel"),
    ],
)
def test_a_postcode_of_sussex_that_is_mistyped_or_spelt(text: str, postcode: str) -> None:
    assert found(text) == [("postcode", postcode)]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("gone from a/c 00932281, 08-00-00. Mum", "a/c 00932281, 08-00-00"),
        ("acct he gave was 00000000 sort 00-00-00 lol", "acct he gave was 00000000 sort 00-00-00"),
        ("sort cod 00-11-22 and a count number 12345678 so", "sort cod 00-11-22 and a count number 12345678"),
        ("my card 4111 1111 1111 1111, 900 gone", "4111 1111 1111 1111"),
        ("account 7 1 double 3 0 4 9 8. Tickets", "7 1 double 3 0 4 9 8"),
        ("sort code two-oh, two-oh, forty-one. So", "two-oh, two-oh, forty-one"),
        ("used the card ending 4417 exp 09/27 at", "4417 exp 09/27"),
        ("a bank card in the grass, ends double eight one two. Handed", "double eight one two"),
        (
            "the long number, four nine two nine, twelve hundred, double oh seven eight, nine nine one two.",
            "four nine two nine, twelve hundred, double oh seven eight, nine nine one two",
        ),
    ],
)
def test_an_account_or_a_card_with_noughts_or_in_words(text: str, piece: str) -> None:
    assert found(text) == [("bank_or_card", piece)]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("40 times from O-1-6-3-2 9-6-0-7-7-5. He", "O-1-6-3-2 9-6-0-7-7-5"),
        ("07 double-seven-zero-zero 900 seven 2 one, 'so'", "07 double-seven-zero-zero 900 seven 2 one"),
        ("on oh-one-six-three-two nine-six-oh four-four-one, so", "oh-one-six-three-two nine-six-oh four-four-one"),
    ],
)
def test_a_telephone_number_with_the_letter_for_nought_or_in_words(text: str, phone: str) -> None:
    assert found(text) == [("phone", phone)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("he (born 19 March '41) moved", "born 19 March '41"),
        ("Sono nata il 14/02/1991 se serve", "nata il 14/02/1991"),
        ("ma m\u00e8re, n\u00e9e le 14 mai 1951, part", "n\u00e9e le 14 mai 1951"),
        ("geboren am 14. Februar 1951 in Ulm", "geboren am 14. Februar 1951"),
        ("nacido el 3 de mayo de 1990 en", "nacido el 3 de mayo de 1990"),
        ("urodzony 12.04.1951 w", "urodzony 12.04.1951"),
        ("n\u0103scut\u0103 12.04.1951 la", "n\u0103scut\u0103 12.04.1951"),
        ("my DOB, third of the third nineteen forty, and", "third of the third nineteen forty"),
        ("I was born on the nineteenth of the eighth forty-four, so", "nineteenth of the eighth forty-four"),
        ("it says wrong, I'm 14/02/1988, so", "I'm 14/02/1988"),
    ],
)
def test_a_date_of_birth_in_words_or_in_another_language(text: str, date: str) -> None:
    assert found(text) == [("date_of_birth", date)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("at 6 Herring Steps, Rye", "6 Herring Steps"),
        ("my gran at 8 Quarry End, she", "8 Quarry End"),
        ("6 Coastguard cotts pett", "6 Coastguard cotts"),
        ("2 Quarry Bottom Cottages, near", "2 Quarry Bottom Cottages"),
        ("gas at 12 tamworth path crawly", "12 tamworth path"),
        ("THE FLOOR 8 PELHAM ROAD ARUNDEL", "8 PELHAM ROAD"),
        ("between 12-14 Elm Grove", "14 Elm Grove"),
    ],
)
def test_an_address_by_the_less_common_names_of_streets(text: str, address: str) -> None:
    assert ("street_address", address) in found(text)


def test_national_insurance_said_piece_by_piece() -> None:
    assert [kind for kind, _ in found("my National Insurance (QQ then 12 34 56 then C)")] == ["national_insurance"]


@pytest.mark.parametrize(
    "text",
    [
        "meet us at example.com",
        "look at bbc.co.uk",
        "page 2 at www.example.com, or 7.30 at example.net",
        "dot and larkin at the cafe",
        "Oscar, Charlie and Mike, 3 of them, at Hotel Lima for two nights",
        "the party ended Charlie was sick",
        "an A-Z 200 years old, the CO-OP 240 yards off",
        "in BN1 2PM",
        "the PCSO for BN23? and RH10, too",
        "BN1 two a day",
        "account closed since 1998, 20 of us",
        "the card game ended 2015 style",
        "cards at one two three",
        "born in the third house of the terrace",
        "order no. 7700-900-12-B, received 12",
        "in 1938, Burgess Hill had a mill",
        "it was 14/02/1938, Burgess Hill",
        "30 CARS BLOCKING ROAD, 40 CARS ROAD SHUT",
        "2 miles of cycle path, 20 public path signs",
        "sort it at 10 to 4",
    ],
)
def test_what_only_looks_like_it_stays(text: str, labeller: Labeller) -> None:
    assert [item.kind for item in labeller.personal_data(text) if item.kind != "named_person"] == []


def test_a_number_of_the_health_service_is_no_address() -> None:
    assert found("NHS 485 777 3456, Hurst Green. His") == [("nhs_number", "NHS 485 777 3456")]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("oh seven double seven", "0777"),
        ("twelve hundred", "1200"),
        ("two-oh, forty-one", "2041"),
        ("sixtyfive", "65"),
        ("forty, treble 3", "40333"),
    ],
)
def test_figures_in_words_come_to_digits(said: str, digits: str) -> None:
    assert figures_of(said) == digits


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("please come, Fairlight Road 17, he's back", "Fairlight Road 17"),
        ("Willow Drive, number 23", "Willow Drive, number 23"),
        ("ajutor, strada Preston Drove 14 Brighton", "strada Preston Drove 14"),
        ("я на 14 Елм Роуд", "14 Елм Роуд"),
        ("number twelve orchard way, at all hours", "number twelve orchard way"),
        ("flat nine, Marine Parade", "flat nine, Marine Parade"),
        ("forty two Western Road, first floor", "forty two Western Road"),
        ("screams from no 8, and bins burning, it's Alder Close", "no 8"),
        ("screams from no 8, and bins burning, it's Alder Close", "Alder Close"),
        ("we live at 14, that's Elm Tree Close", "Elm Tree Close"),
    ],
)
def test_an_address_whose_number_stands_elsewhere_or_in_words(text: str, address: str) -> None:
    assert ("street_address", address) in found(text)


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("g x 7 2 k l p silver van", "vehicle_registration", "g x 7 2 k l p"),
        ("gx 72 klp did it", "vehicle_registration", "gx 72 klp"),
        ("a Fiesta, T 512 KPN, again", "vehicle_registration", "T 512 KPN"),
        ("red mini, KPO 312 P", "vehicle_registration", "KPO 312 P"),
        ("DOB: 030962", "date_of_birth", "DOB: 030962"),
        ("the surgery has 612 400 7788 for her", "nhs_number", "612 400 7788"),
    ],
)
def test_figures_typed_in_an_older_or_looser_way(text: str, kind: str, piece: str) -> None:
    assert found(text) == [(kind, piece)]


@pytest.mark.parametrize(
    "text",
    [
        "a moped on London Road 30 mph zone",
        "Queens Road, 6pm, the usual",
        "Station Road 5 times this week",
        "Hove Park 2, Worthing 1",
        "no one was even close",
        "Three Bridges Road is shut, at Seven Dials too",
        "got off a number 10 at Sutton Road",
        "the A 27 BTW is shut",
        "NHS 111 A and E",
        "ref 485 777 3456 from the parcel firm",
    ],
)
def test_what_looks_like_an_address_or_a_plate_and_is_none(text: str) -> None:
    assert found(text) == []
