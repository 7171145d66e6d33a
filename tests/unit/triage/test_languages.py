# ruff: noqa: RUF001
# The letters of other languages are the point of these tests.
"""The language of a message: told where it can be told, and und where not."""

import pytest

from services.triage.domain.labeller import Labeller, Question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where do I report a lost dog?", "en"),
        ("bike nicked from outside tesco, can u help", "en"),
        ("Dzień dobry, gdzie mogę zgłosić zgubiony paszport?", "pl"),
        ("Onde posso comunicar um roubo, por favor?", "pt"),
        ("Bună ziua, unde pot să raportez un telefon pierdut?", "ro"),
        ("Добрий день, куди звернутися, якщо я загубив документи?", "uk"),
        ("Здравствуйте, куда обратиться, если украли телефон?", "ru"),
        ("مرحبا كيف يمكنني الإبلاغ عن جواز سفر مفقود؟", "ar"),
        ("আমি কোথায় অভিযোগ করতে পারি?", "bn"),
        ("Kayıp pasaportumu nereye bildirebilirim acaba?", "tr"),
        ("Bonjour, comment puis-je obtenir une copie de mon rapport?", "fr"),
        ("Buenos días, ¿dónde puedo denunciar un robo?", "es"),
        ("Laba diena, kur galiu gauti pažymą apie neteistumą?", "lt"),
        ("👍👍", "und"),
        ("xx", "und"),
        ("??", "und"),
        ("pigs", "en"),
        ("Fast. Kind. Ta", "en"),
        ("Twins!!", "en"),
        ("Drop dead", "en"),
        ("prosze o pomoc, sasiad nie otwiera", "pl"),
        ("nao sei onde esta o meu filho", "pt"),
        ("am 11 ani. mami nu se mai scoal\u0103", "ro"),
        ("wa7ed 3am yeb3atli screenshots", "ar"),
        ("ami amar bhai er bari te", "bn"),
        ("mera bhai ghar pe nahi hai", "ur"),
        ("4uka ve4e zaklu4iha vratata", "bg"),
        ("Paldies, ties\u0101m \u0101tri", "lv"),
        ("dobryj den, bud laska, de ya mozhu", "uk"),
        ("Diolch yn fawr i'r swyddog", "cy"),
        ("my mate \u0141ukasz saw it all happen", "en"),
        ("la la la", "en"),
        ("Legends \U0001f499", "en"),
        ("\U0001f44d\U0001f3fc cool", "en"),
        ("\U0001f44d\U0001f3fc", "und"),
        ("Ok", "und"),
        ("Seaford?", "und"),
        ("LN19 XKD", "und"),
        ("Trailer gone off the 'Mary Rose' at Selsey slipway, serial 77-AB", "en"),
        ("Nice work officers", "en"),
        ("எனக்கு உதவி வேண்டும்", "ta"),
        ("자전거를 잃어버렸어요", "ko"),
        ("ፖሊስ የት ነው?", "am"),
        ("Někdo se pere před hospodou, pošlete řidiče", "cs"),
        ("ایک لڑکا گاڑیاں توڑ رہا ہے", "ur"),
        ("mummy ghar pe hai aur gaadi sadak pe khadi hai", "hi"),
        ("saan po ang police station dito", "tl"),
        ("acho que esse rapaz caiu da bicicleta, gente", "pt"),
        ("masina asta merge prea repede chiar acum", "ro"),
    ],
)
def test_a_language_of_sussex(text: str, language: str, labeller: Labeller) -> None:
    assert labeller.label(Question(text, ())).language == language
