# ruff: noqa: RUF001
# The letters of other languages are part of what is tested.
"""Names of private persons are found whole, in other languages too; those of animals, songs and code words stay."""

import pytest

from services.triage.domain.labeller import Labeller


def _names(text: str, labeller: Labeller) -> list[str]:
    found = (item for item in labeller.personal_data(text) if item.kind == "named_person")
    return [text[item.start : item.end] for item in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pass this to whoever is on: Ivor Trumble, not seen for days", "Ivor Trumble"),
        ("wee Elsie-May Cropper walks herself to school", "Elsie-May Cropper"),
        ("Children's home. Missing: Tiana Brook, born 11/12/2011", "Tiana Brook"),
        ("the missing lady Rosemary Finch was in our tea room", "Rosemary Finch"),
        ("my friend Oscar Vilhelm went swimming", "Oscar Vilhelm"),
        ("light a candle for our captain Ollie Branscombe", "Ollie Branscombe"),
        ("Found a bank card, MRS D O FENNIMORE, by the lake", "D O FENNIMORE"),
        ("Surname like Marchetti? her nephew collects her", "Marchetti"),
        ("papucsban van. Neve: Szilvássy Ödön.", "Szilvássy Ödön"),
        ("tegnap óta nincs meg Kovrig Zoltán, segítsenek", "Kovrig Zoltán"),
        ("Paguei ao senhor Wendell Pastorino pelo quarto", "Wendell Pastorino"),
        ("la señora Quiñaluz no abre la puerta", "Quiñaluz"),
        ("hier war Frau Kottwitz noch zu Hause", "Kottwitz"),
        ("od wczoraj nie ma pana Brzozowika w domu", "Brzozowika"),
        ("bugün Selcan Hanım kapıyı açmadı", "Selcan Hanım"),
        ("Ako po si Marivic Dalisay Ocampo, taga Hove", "Marivic Dalisay Ocampo"),
        ("Ninakaw po ang pera, tinakbo ni Rosalinda Macatangay", "Rosalinda Macatangay"),
        ("آقای بهنام کاوسیان دو هفته است", "بهنام کاوسیان"),
        ("她不回消息 她叫林若昕，电话", "林若昕"),
        ("Вже темно. Данило Кравець, мій номер", "Данило Кравець"),
        ("nematau Jurgitos nuo vakar", "Jurgitos"),
        ("szukam brata Marka Nowickiego", "Marka Nowickiego"),
        ("мого сусіда Олексія б'ють", "Олексія"),
        ("o meu cunhado Wanderlei não atende", "Wanderlei"),
        ("the Pattersons' alsatian bit my cat", "Pattersons"),
        ("Kellys not breathing", "Kellys"),
        ("up on the roof, ryans got a knife", "ryans"),
        ("Dean from next door hit me", "Dean"),
        ("Rose at 22 keeps screaming", "Rose"),
        ('everybody knows "Big Mozzer" deals here', "Big Mozzer"),
        ("handed in by a nice lady named Pauline", "Pauline"),
        ("a Colonel James Parrish asked my mum for money", "James Parrish"),
        ("thanks to whoever found my son Bartholomew", "Bartholomew"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str, labeller: Labeller) -> None:
    assert _names(text, labeller) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Meg answered the door in tears",
        "I was out with the dog, Dave shouted at me",
        "Tilly, with her dog, is missing",
        "she asked Angela to help",
        "PC Marlow came round. It was about Steve",
        "I've named Keith in my statement",
        "Oscar Lima-Torres hit me",
        "I spoke to Vic about it",
        "my neighbour Winnie is lost",
        "support Grant through this please",
        "my gran Mae fell",
        "somebody called Spud Hargreave",
        "our two lads and a man called Darren",
        "my brother Paul Weller hit me",  # namesakes of people whom everybody knows
        "Kate Bush lives above the shop and screams all night",
        "it was Tom Jones at 9 Fern Close who did it",
    ],
)
def test_what_looks_like_nobodys_and_is_somebodys_is_found(text: str, labeller: Labeller) -> None:
    assert _names(text, labeller)


@pytest.mark.parametrize(
    "text",
    [
        "up for the sales at Kirkby Stephen",
        "a coach off the road at Bovey Tracey",
        "the train from Hassocks to Vic",
        "there are two called Seaview",
        "A collie on baler twine. Answered to Meg.",
        "Pit bull called Tinkerbell",
        "MISSING DOG Tilly, brown cocker, slipped her lead",
        "LOST: grey cat, Mabel, very shy",
        "Peregrine, hen bird, dead on the chalk",
        "a rat the size of a spaniel. I've named him Keith",
        "400 people singing mr brightside",
        "tonight's film is Thelma & Louise",
        "she insisted on Don't Fear The Reaper",
        "we reenacted Daniel in the lion's den",
        "the day of Winnie the Pooh, to the tune of Nellie the Elephant",
        "bridge stuck again. Send Moses",
        "Читаю Агату Кристи, второй труп",
        "you are selected for UK Educators Grant £4,750",
        "mrs opposit is out, and mrs down-the-lane too",
        "She asked for 'Angela' at our bar",
        "a card of a lady, name is Greek type",
        "Ken whit, is it legal",
        "Gert lummox of a lad",
        "Mae fy nhad ar y mynydd",
        "Mia nonna inglese mi ha telefonato",
        "Kerem a kommandot",
        "Calls himself Spud, does odd days",
        "Psychic readings by Madame Zorah",
        "Heathfield's Le Marché was lovely",
        "sorry about PC Marlow. Rest easy Steve",
        "Hotel November, seven zero, Juliet Kilo Papa",
        "Er ist zu Fuß Richtung Kante los, ich bin auf dem Weg",
        "eine Frau Mitte vierzig",
        "la nieve en Londres, si West Sussex no abre",
        "این خانم عینکی امروز اینجا بود",
        "她叫救护车，没人来",
        "the ambulance bay YET again",
        "Bruce the police dog deserves a pay rise",
        "Missing cat: Mabel, last seen Uckfield. Mabel is shy",
        "Our greyhound 'Nigel' is stolen",
        "our Bess came home 🐾",
        "the swan called Gerald is back, poor Gerald",
        "the horses Merlin and Daisy are loose",
        "I've named it Kenneth. Nobody can get past Kenneth",
        "Storms Amy and Benjamin took our fence, and Storm Éanna",
        "a yacht named Rosemary has sunk",
        "Maggie's cafe had its window smashed",
        "for Pete's sake fix the lights",
        "cans of Carling and Stella everywhere",
        "lads with 'Donna' across the knuckles",
        "someone belting out the Adele album, singing Adele",
        "a George IV chair from my shop",
        "Harold lost to the Normans here",
        "Trev and Sue on the Rye beat are great",
        "Steph from your response team was kind",
        "Nigel the PCSO came round",
        "Keanu Reeves wrote to my aunt",
        "Isaac Newton would weep at this pothole",
        "Teddy boys behaved better",
        "на Квінс Роуд горить смітник",
        "Kaimynas Bognore muša žmoną",
        "Karens on every thread",
    ],
)
def test_what_looks_like_a_private_persons_and_is_none_stays(text: str, labeller: Labeller) -> None:
    assert _names(text, labeller) == []


def test_a_name_that_two_rules_find_is_told_once(labeller: Labeller) -> None:
    assert _names("a parcel addressed to Mrs P Lanchester", labeller) == ["P Lanchester"]
