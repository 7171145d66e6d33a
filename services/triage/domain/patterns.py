"""What personal data looks like, kind by kind: patterns that cost no more than a text is long."""

import re

from services.triage.domain.said_figures import FIGURE

POSTCODE = re.compile(
    r"\b(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKPSTUW]?)\s?"
    r"(?!(?:1st|2nd|3rd|\dth|\dft|\dyr|\dhr|\dlb|\dpt)\b)[0-9](?i:[ABD-HJLNP-UW-Z]{2})\b"
    r"|\b(?i:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKPSTUW]?\s?[0-9][ABD-HJLNP-UW-Z]{2})\b(?<!1st)(?<!2nd)(?<!3rd)(?<!th)(?<!ft)"
)
POSTCODE_MISTYPED = re.compile(
    r"\b(?:BN|RH|TN|PO|GU)\d{1,2}\s?\d(?=[CIKMOV][A-Z]|[A-Z][CIKMOV])(?!(?:[AP]M|[KCM]M|KG)\b)[A-Z]{2}\b"
)
"""Of Sussex, with letters that Royal Mail does not use; `BN1 2PM` is a place and a time."""
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b")
_WORDS_OF_THREE = (
    "THE|AND|FOR|NOT|BUT|YOU|ARE|WAS|ALL|CAR|VAN|NOW|OUT|OFF|CAN|HAS|HAD|HIS|HER|HIM|SHE|WHO|WHY|HOW|ANY|GET|GOT|ONE|TWO|SIX|TEN|"
    "MAN|MEN|LAD|OLD|NEW|BUS|RED|TOO|WAY|DAY|YES|OUR|ITS|LET|PUT|RUN|SAW|SEE|SAY|TRY|USE|JAM|END|AGO|BIG|BAD|MAY|NEAR|LOL|OMG|WTF|"
    "NOR|YET|MUM|DAD|SON|BOY|KID|DOG|CAT|ROW|PUB|BAR|FEB|JAN|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC|MON|TUE|WED|THU|FRI|SAT|SUN|REF|LOG"
)
"""In a message typed in capitals these are words, and the A27 before them is a road."""
PLATE = re.compile(
    rf"\b(?!(?:[A-Z]{{1,2}}\d{{1,3}}\s(?:{_WORDS_OF_THREE})|(?:{_WORDS_OF_THREE})\s?\d+[A-Z])\b)"
    r"(?:[A-Z]{2}[0-9Oo]{2}\s?[A-Z]{3}|[A-HJ-NPR-TV-Y][0-9]{1,3}\s?[A-HJ-Z]{3}|[A-Z]{3}\s?[0-9]{1,3}[A-Z])\b"
)
PLATE_SPACED = re.compile(
    r"\b(?!(?:AT|ON|IN|BY|TO|OF|AM|PM|IS|IT|HE|WE|ME|MY|NO|SO|UP|US|OR|IF|AS|AN|BE|DO|GO|OK|RE|MR|DR|PC|ST|RD|TV|UK|EU|NR|VS)\s)"
    rf"[A-HJ-PR-Y][A-HJ-PR-Y][\s-](?:[0-9]{{2}})[\s-](?!(?:{_WORDS_OF_THREE})\b)[A-HJ-PR-Z]{{3}}\b"
    rf"|\b[A-HJ-PR-Y]{{2}}[0-9]{{2}}[-.](?!(?:{_WORDS_OF_THREE})\b)[A-HJ-PR-Z]{{3}}\b"
)
"""With spaces or a hyphen where the plate has none."""
PLATE_ABROAD = re.compile(
    r"\b[A-Z]{2}-\d{3}-[A-Z]{2}\b"
    r"|\b(?=[\dA-Z-]{0,6}[A-Z])(?=[\dA-Z-]{0,6}\d)(?!\d{1,2}-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-)"
    r"(?:\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}|[A-Z]{1,2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2})\b"
    r"|\b(?:[Pp]lates?|[Rr]eg|[Kk]ennzeichen|[Gg]erman)\b\W{1,3}(?:[a-z]{1,8}\W{1,2}){0,3}"
    r"(?:[A-Z]{1,3}-[A-Z]{1,2}\s?\d{1,4}|[A-Z]{1,2}\s\d{2,3}\s[A-Z]{3})\b"
    r"|\b[A-Z\u00c4\u00d6\u00dc]{1,3}-[A-Z]{1,2}(?<!CO-OP)(?<!A-Z)(?<!RE-[A-Z])(?<!RE-[A-Z]{2})"
    r"\s(?!(?:19|20)\d\d\b)[1-9]\d{2,3}[EH]?\b"
    r"|\b(?!ZIP|ZAR|NZD|DZD)(?=[A-Z]{0,2}Z)[A-Z]{3}\s?\d{4}\b"
)
"""French, Dutch, Portuguese, German, Romanian, and of Northern Ireland."""
PLATE_LETTERS = re.compile(
    r"(?<![\w'\u2019])[a-hj-pr-y]\s[a-hj-pr-y]\s\d\s[\do]\s[a-hj-pr-z]\s[a-hj-pr-z]\s[a-hj-pr-z](?![\w'\u2019])"
    r"|(?<![\w'\u2019])[a-hj-pr-y]{2}\s\d\d\s(?!mph|kph|hrs|yrs|lbs|rpm|pts|wks|mts|sq|km|cm|ml|ft)"
    r"[b-df-hj-np-tv-xz]{3}(?![\w'\u2019])",
    re.IGNORECASE,
)
"""Each letter by itself, `k x 6 8 o d p`; or small letters with a space, that are no words: `gx 19 rkz`."""
_NO_PLATE = rf"(?!(?:{_WORDS_OF_THREE}|BTW|FFS|TBH|SOS|PLS|AGE)\b)"
PLATE_OLD_SPACED = re.compile(
    rf"(?:(?<![\w'\u2019&-] )(?<![\w'\u2019-])[CDF-HJ-LNPRSTV-Y]|(?<=[a-z] )(?<!the )(?<!class )[A-HJ-NPR-TV-Y])"
    rf"\s\d{{2,3}}\s{_NO_PLATE}[A-HJ-PR-Z]{{3}}\b"
    rf"|\b(?!(?:{_WORDS_OF_THREE}|NHS|BBC|ITV|MOT|CID|PIN|ASB|ATM|LED|USB|GBP|EUR)\b)"
    r"[A-HJ-PR-Y]{3}\s\d{2,3}\s[A-HJ-NPR-TV-Y]\b(?=[.,!?;)]|$|\s[a-z])"
)
"""`R 447 DGF`, `ABC 123 D`: before the year 2001, with spaces where the plate has none or one."""
_PLATE_IS_TOLD = (
    r"\b(?:reg|registration|plates?|number ?plate|vrm|index|immatricul\w{2,5}|matr[\u00edi]cula|kennzeichen|targa|"
    r"plaka|rejestracj[ai]|rejestracyjn\w{1,4}|rej)\b(?:\s(?:no|num|number))?\.?"
    r"(?:\s(?:is|was|ends|ending|ended|starts|starting|began|beginning))?(?:\s(?:in|with))?[\s:#-]{0,3}"
)
_NO_LETTERS = r"(?!(?:and|the|for|in|on|is|was|but|i|it|he|she|so|a|at|to|of|or)\b)"
PLATE_TOLD = re.compile(
    rf"{_PLATE_IS_TOLD}(?=[a-z]{{0,4}}\s?[a-z]{{0,3}}[0-9])"
    rf"({_NO_LETTERS}[a-z]{{1,3}}\s?[0-9]{{1,5}}(?:\s?{_NO_LETTERS}[a-z]{{1,3}})?|[0-9]{{1,4}}\s?[a-z]{{1,3}})\b",
    re.IGNORECASE,
)
PLATE_LOWER = re.compile(
    r"\b[a-hj-pr-y]{2}[0-9]{2}\s?(?!now\b|and\b|the\b|but\b|for\b|was\b|not\b)[a-hj-pr-z]{3}\b", re.IGNORECASE
)
PLATE_PART = re.compile(
    r"\b(?:(?!(?:BN|RH|TN|PO|GU)\d\d\s?\?+(?:\s|$))[A-Z]{2}[0-9]{2}\s?"
    r"(?:(?:[A-Z]{1,2}\s)?(?:something|dunno|blank)\b|[?*_]{1,3}(?:\s?[A-Z]{1,3}\b)?|then\s(?:maybe\s)?[A-Z]{3}\b"
    r"|and\s(?:then\s)?(?:maybe\s)?an?\s[A-Z]\b)"
    r"|(?:(?<=reg )|(?<=plate )|(?<=plate, )|(?<=begins )|(?<=began )|(?<=begin )|(?<=started )|(?<=starts )"
    r"|(?<=starting ))[A-Z]{2}[0-9]{2}\b"
    r"|[A-Z]{2}[0-9]{2}\b(?=\s(?:in|on|for)\s(?:(?:the|its|his|her|their|a)\s)?(?:number\s?)?(?:plate|reg)))"
)
"""Half a plate is what witnesses have; `BN23?` asks about a place."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s./-]{{1,3}}(?:(?:of|de|di)\s)?(?:\d{{1,2}}|{_MONTH}|\w{{3,12}})"
    r"[\s./,-]{1,3}(?:de\s)?['\u2019]?(?:19|20)?\d{2}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d{{2}}"
    rf"|(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}|(?<=\bdob )\d{{6,8}})\b"
)
BIRTH = re.compile(
    r"(?:\b(?:dob|d\.o\.b|date of birth|birth ?date|born|birthday|b-?day|"
    r"geboren|geb\.|n[\u00e9e]e? le|nat[oa] (?:il|l['\u2019])|nacid[oa]|nascid[oa]|f\u00f8dt|f\u00f6dd|"
    r"urodzon[yae]|urodzi\u0142\w{0,4}|narozen[ya\u00fd\u00e1]?|sz\u00fcletett|"
    r"do\u011fum\w{0,3}|gim\u0117|gim\u0119s|gimusi|dzim(?:is|usi)|n\u0103scut\u0103?|nascut[a\u0103]?|lindur)(?!\w)|"
    r"\u043d\u0430\u0440\u043e\u0434\u0436|\u0440\u043e\u0436\u0434|\u0440\u043e\u0434\u0438\u043b)"
    rf"[^\d\n]{{0,60}}?(?<!\d){_DATE}",
    re.IGNORECASE,
)
BIRTH_OF_ME = re.compile(r"\b[Ii](?:['\u2019]?m| am) \d{1,2}[./-]\d{1,2}[./-](?:19\d\d|20[01]\d)\b")
"""`I'm 14/02/1988`: nobody else is a day."""
BIRTH_RUN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|born|birthday)\W{1,3}(?:(?:is|was|on)\s)?"
    r"((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d))(?!\d)",
    re.IGNORECASE,
)
"""`DOB: 220847`."""
RUN_DATE = re.compile(r"\W{1,3}((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|[0-9]\d))(?![\d-])")
"""The same after a whole name, without a word for it."""
FULL_DATE = re.compile(
    r"\W{0,3}(?:b\.?\s|born\s)?((?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d{2})\b"
)
INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-TW-Z][A-CEGHJ-NPQR-TW-Z]\s?(?:\d\s?){6}[A-D]\b", re.IGNORECASE
)
"""QQ is never issued, and what everybody gives for an example: masked all the same."""
INSURANCE_TOLD = re.compile(
    r"\b(?:NI|NINO|national insurance)\b(?:\s(?:no|num|number))?\D{0,12}?\b"
    r"([A-Z]{2}\s?(?:then\s)?(?:\d\s?){6}(?:then\s)?[A-Z]?)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\d.])(?:\+44\s?(?:\(0\))?|0)\d(?:[\s-]?\d){8,10}(?![\d.])")
"""As people type British numbers, with a digit too many or too few: it is masked all the same."""
PHONE_TOLD = re.compile(
    rf"(?<![\w.\u00a3])(?:0(?=[127\s])\d{{0,5}}|(?:zero|oh|nought|o)(?=[\s,-]{{1,3}}(?:one|two|seven|double|[127])\b))"
    rf"(?:[\s,.\u2026/()-]{{1,4}}(?:(?:and\sthen|then|and|thats|that's|that\u2019s|its|it's|erm|err?|um|uh|dash|space|next)\b[\s,.\u2026]{{1,4}}){{0,2}}"
    rf"(?:\d{{1,6}}\b|(?:{FIGURE}|o)\b)){{2,11}}(?![\d.]*\d)",
    re.IGNORECASE,
)
"""As people say a number: `07700, then 900, then 123`, `oh seven seven double oh nine hundred`."""
GOODS = re.compile(
    r"\b(?:order|invoice|serial|frame|tracking|parcel|ticket|policy|model|part)\s(?:no|num|number)\b\W{0,3}\d[\w-]*"
    r"|\b(?:ref|reference)\b(?:\s(?:no|num|number))?\W{0,3}\d[\w-]*(?:\s\d+){0,4}",
    re.IGNORECASE,
)
"""Numbers of things, which look like a telephone's to who counts figures."""
ROW = re.compile(r"\+?\d(?:[^\w+]{1,3}\d)+")
"""Figures that each stand alone."""
ROW_BEFORE = re.compile(r"(?<!\d)\d[\s,./-]{1,3}$")
"""A figure of the same row before it; what is longer, such as 999, is something else."""
DIALLED = re.compile(r"0(?:1[1-9]|2[03489]|3[0347]|7[0-9]|8[0478])\d{8}|44[12378]\d{9}")
"""A British number in full, with the beginning of a code that there is."""
HEALTH = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
HEALTH_TOLD = re.compile(
    r"\b(?:NHS\s(?:no|num|number)|patient)\b\D{0,40}?\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b|\bNHS\W{1,3}\d{3}[\s-]?\d{3}[\s-]?\d{4}\b",
    re.IGNORECASE,
)
"""Said to be one: the numbers kept for tests and a wrong digit have no right check digit."""
HEALTH_TYPED = re.compile(r"(?<![\d+-])(?<!\+\d )(?<!\+\d\d )[1-9]\d{2}([\s-])\d{3}\1\d{4}(?![\d-])")
"""As it is printed; where the message speaks of a patient, it is one with a slip of the pen in it."""
PATIENT = re.compile(
    r"\b(?:nhs|chemists?|pharmac\w{1,4}|prescriptions?|surgery|hospital|patients?|medication|medicines?|wards?|clinic|dementia|gp|"
    r"medical|dosette|blister packs?|patches|insulin|tablets)\b",
    re.IGNORECASE,
)
CARD = re.compile(r"\b(?:\d[\s-]?){13,19}\b")
CARD_TYPED = re.compile(r"(?<![\d-])[2-6]\d{3}(?:[\s-]\d{4}){3}(?![\d-])")
"""Four times four digits: a card, even with one of them typed wrong."""
ACCOUNT = re.compile(
    r"(?<![\d-])\d{2}[- ]\d{2}[- ]\d{2}(?![\d-])\D{0,25}\d{8}(?!\d)"
    r"|\bsort(?: ?code)?\b\D{0,6}\d{2}[- ]?\d{2}[- ]?\d{2}(?:(?!\d)\D{0,25}\d{8}(?!\d))?",
    re.IGNORECASE,
)
ACCOUNT_TOLD = re.compile(
    r"\b(?:account|acct?|a/c)\s?(?:no|num|number)?\b(?:\D{0,6}|\s(?:(?:it|he|she|they|I|gave|went|sent|to|me|was|is)\s){1,5})"
    r"\d{7,8}\b(?:[\s,]{1,3}(?:sort(?: ?code)?\s)?\d{2}[- ]\d{2}[- ]\d{2}\b)?",
    re.IGNORECASE,
)
ACCOUNT_ABROAD = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?\d{1,3})?\b")
_TYPES = (
    "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Cl|Way|Drive|Terrace|Place|Square|Gardens|Gdns|Crescent|Cres|Hill|Rise|Grove|"
    "Parade|Walk|Mews|Court|Row|Bank|Cottages?|Villas?|View|Vale|Chase|Croft|Green|Park|Path|Heights|House|Mead|Quay|Wharf|Garth|Reach|"
    "Yard|Ridge|Dell|Mount|Orchard|Meadows?|Copse|Spinney|Paddocks?|Mansions|Buildings|Approach|Esplanade|Promenade|Brow|"
    "Steps|End|Bottom|Cotts?|cott(?:age)?s|Fold|Leas|Oaks|Glebe|Towers|Broadway|Twitten|Circus|Lawns?|Fields|Hollow|Combe|Coombe|Gate|Wood|Brook|Sq"
)
_FLAT = r"(?:(?:flat|apartment|unit|room)\s\d{1,4}[A-Za-z]?,?\s(?:of\s)?)?"
_NO_HOUSE = r"(?<![\u00a3$\d.:])(?<!\d[/.-]\d\d[/.-])(?<!\d[/.-]\d[/.-])(?<!\d\d\d[\s-])(?!(?:19|20)\d\d,)"
"""Before a house's number: no money, no date, no more of a long number; after it no year."""
ADDRESS = re.compile(
    rf"(?<!autocarro )(?<!autobus )(?<!autobuz )(?<!bus )(?<!Bus )\b{_FLAT}"
    rf"(?:[Nn]o\.?\s?|[Nn]umber\s)?{_NO_HOUSE}\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][\w'\u2019]+\s){{1,3}}(?:{_TYPES})\b"
)
_STREETS = (
    "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Way|Walk|Drive|Terrace|Gardens|Gdns|Crescent|Cres|Grove|Rise|Mews|Court"
)
"""Those after which a number is a house's: `Hove Park 2 Worthing 1` is a score."""
ADDRESS_AFTER = re.compile(
    rf"\b(?:[A-Z][a-z'\u2019]+\s){{1,3}}(?:{_STREETS})\b,?\s"
    r"(?:(?:[Nn]o\.?|[Nn]umber|[Nn]r\.?|house|flat)\s?\d{1,3}[a-z]?\b(?!\s?(?:bus|buses|times)\b)"
    r"|(?!(?:[3-7]0|101|111|999|112)\b)\d{1,3}[a-d]?(?=[.!?;]?$|[.!;]\s|,\s(?![\d])|\n)(?<!\d{4}))"
)
"""`Hazelmere Walk 12`, as other countries write it, and whoever is in a hurry."""
ADDRESS_APART = re.compile(
    r"\b(?:(?:at|from|in|outside|opposite|to|of|into|(?:house|flat|home|address|it|door) is)\s(?=n)|"
    r"(?:[Ll]ives?|[Ll]iving|[Ww]e're|[Ww]e are|[Ii]'?m)\sat\s(?!\d+\s?(?:am|pm|o'|weeks|mins|%|:)))"
    r"(?P<house>(?:(?:no\.?|number)\s?)?\d{1,3}[a-z]?)\b(?!:|\s?(?:bus|buses|platform|stop|train)\b)"
    rf"(?!\s(?:[A-Z][\w'\u2019]+\s){{1,3}}(?:{_STREETS})\b)"
    rf"[^\n]{{1,140}}?\b(?P<street>(?:[A-Z][a-z'\u2019]+\s){{1,3}}(?:{_STREETS}))\b"
)
"""`from no 3, bins everywhere, and now shouting, Elm Rd`."""
ADDRESS_ABROAD = re.compile(
    r"\b(?:strad[ae]|str\.|ul\.|ulic[ayi\u0119\u0105]|rua|calle|via|rue|stra\u00dfe|gatv\u0117je?|iela|cadde|sokak|utca|"
    r"\u0443\u043b\u0438\u0446\w{1,2}|\u0432\u0443\u043b\u0438\u0446\w{1,2}|\u0443\u043b\.|\u0432\u0443\u043b\.)\s"
    r"(?:[^\W\d_][\w'\u2019]+,?\s){1,3}(?:n[ro]?\.?\s|n?\.?\u00ba\s?|\u2116\s?|numero\s|num\u0103rul\s)?\d{1,3}[a-zA-Z]?\b(?!:)",
    re.IGNORECASE,
)
"""`strada Pelham Rise 22`."""
ADDRESS_CYRILLIC = re.compile(
    r"\b(?:\d{1,3},?\s)?(?:[\u0410-\u042f\u0404\u0406\u0407\u0490][\w'\u2019]+[\s-]){1,2}"
    r"(?:\u0420\u043e\u0443\u0434|\u0421\u0442\u0440[\u0456\u0438]\u0442|\u0410\u0432\u0435\u043d\u044e|\u041b\u0435\u0439\u043d|"
    r"\u041a\u043b\u043e\u0443\u0437|\u0414\u0440\u0430\u0439\u0432|\u0413\u0430\u0440\u0434\u0435\u043d\u0441|"
    r"\u041a\u0440\u0435\u0441\u0435\u043d\u0442|\u0422\u0435\u0440\u0430\u0441|\u0413\u0440\u043e\u0443\u0432)(?:,?\s\d{1,3}(?![\d:]))?"
)
"""`14 \u0415\u043b\u043c \u0420\u043e\u0443\u0434`; with no number it is but a street."""
ADDRESS_TOLD = re.compile(
    r"\b(?:at|live at|lives at|address is|flat|number|no|im at|outside|by)\s\d{1,4}[a-z]?,?\s"
    r"(?:(?!min|hour|year|metre|mile|yard|people|men|lads|kids|cars|(?:at|to|from|off|bus|along|down|towards)\s)[a-z'\u2019]+\s){1,2}"
    r"(?:road|rd|street|st|lane|avenue|ave|close|way|drive|terrace|gardens|crescent|grove|court)\b",
    re.IGNORECASE,
)
ADDRESS_LOWER = re.compile(
    r"(?<!bus )(?<!buses )(?<!the )(?<![\u00a3$\d.:/])\b\d{1,3}[a-zA-Z]?\s"
    r"(?:(?:upper|lower|old|new|north|south|east|west)\s)?"
    r"(?!(?:way|one|main|side|off|the|a|mph|lads|kids|cars|in|on|of|at|and|all)\b)[a-z'\u2019]+\s"
    r"(?:road|rd|street|lane|avenue|ave|crescent|drive|terrace|gardens)\b"
)
ADDRESS_NEAR_WORDS = re.compile(
    r"(?<!bus )(?<!buses )(?<!the )(?<!in )(?<![\u00a3$\d.:/])\b\d{1,3}[a-z]?\s"
    r"(?!(?:mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|miles?|metres?|meters?|yards?|feet|foot|inch(?:es)?|people|"
    r"cars?|vans?|bikes?|kids|lads|girls|boys|men|women|police|times|percent|half|either|each|every|this|that|very|really|came|come|"
    r"went|goes|going|pretty|quite|double|only|lane|whole|steps|doors|houses|more|less|long|wrong|right|same|other)\b)"
    r"[a-z'\u2019]{3,}[a-rt-z]\s(?:(?:close|cl)\b(?!\s(?:to|by|enough|up|of|call|range|together|friends?|behind|now))"
    r"|way\b(?!\s(?:to|of|up|down|past|over|back|home|through|out|off|too|more|round|across|street|traffic|system))"
    r"|(?:court|grove|mews|cotts|"
    r"(?<!cycle )(?<!public )(?<!bike )(?<!tow )(?<!garden )(?<!foot )path)\b(?!\s(?:case|date|order|time)))",
    re.IGNORECASE,
)
"""Kinds of street that are words as well, in small letters: `22 heron way`."""
ADDRESS_LOUD = re.compile(
    r"\d{1,3}(?<!\d\d\d\d)(?<![\u00a3$.:/]\d)(?<![\u00a3$.:/]\d\d)(?<!BUS \d)(?<!BUS \d\d)(?<!THE \d)(?<!THE \d\d)"
    r"[A-Z]?\s"
    r"(?:(?:UPPER|LOWER|OLD|NEW|NORTH|SOUTH|EAST|WEST)\s)?"
    r"(?!(?:CARS|VANS|LADS|KIDS|MINS|INTO|FROM|NEAR|DOWN|OVER|ONTO|ALONG|ACROSS|MILES?|MAIN|SIDE|BUSY|HIGH)\b)"
    r"[A-Z'\u2019]{4,}\s"
    r"(?:ROAD|STREET|LANE|AVENUE|DRIVE|TERRACE|GARDENS|CRESCENT|RD|AVE)\b"
)
"""Typed in capitals: `8 PELHAM ROAD`."""
