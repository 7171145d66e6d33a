"""What personal data looks like, kind by kind: patterns that cost no more than a text is long."""

import re

POSTCODE = re.compile(
    r"\b(?:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKPSTUW]?)\s?"
    r"(?!(?:1st|2nd|3rd|\dth|\dft|\dyr|\dhr|\dlb|\dpt)\b)[0-9](?i:[ABD-HJLNP-UW-Z]{2})\b"
    r"|\b(?i:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKPSTUW]?\s?[0-9][ABD-HJLNP-UW-Z]{2})\b(?<!1st)(?<!2nd)(?<!3rd)(?<!th)(?<!ft)"
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b")
_WORDS_OF_THREE = (
    "THE|AND|FOR|NOT|BUT|YOU|ARE|WAS|ALL|CAR|VAN|NOW|OUT|OFF|CAN|HAS|HAD|HIS|HER|HIM|SHE|WHO|WHY|HOW|ANY|GET|GOT|ONE|TWO|SIX|TEN|"
    "MAN|MEN|LAD|OLD|NEW|BUS|RED|TOO|WAY|DAY|YES|OUR|ITS|LET|PUT|RUN|SAW|SEE|SAY|TRY|USE|JAM|END|AGO|BIG|BAD|MAY|NEAR|LOL|OMG|WTF|"
    "NOR|YET|MUM|DAD|SON|BOY|KID|DOG|CAT|ROW|PUB|BAR|FEB|JAN|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC|MON|TUE|WED|THU|FRI|SAT|SUN|REF|LOG"
)
"""In a message typed in capitals these are words, and the A27 before them is a road."""
PLATE = re.compile(
    rf"\b(?!(?:[A-Z]{{1,2}}\d{{1,3}}\s(?:{_WORDS_OF_THREE})|(?:{_WORDS_OF_THREE})\s?\d+[A-Z])\b)"
    r"(?:[A-Z]{2}[0-9Oo]{2}\s?[A-Z]{3}|[A-HJ-NPR-TV-Y][0-9]{1,3}\s?[A-HJ-PR-Y]{3}|[A-Z]{3}\s?[0-9]{1,3}[A-Z])\b"
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
    r"|\b(?:[Pp]lates?|[Rr]eg|[Kk]ennzeichen|[Gg]erman)\b\W{1,3}(?:[a-z]{1,8}\W){0,3}[A-Z]{1,3}-[A-Z]{1,2}\s?\d{1,4}\b"
    r"|\b(?!ZIP|ZAR|NZD|DZD)(?=[A-Z]{0,2}Z)[A-Z]{3}\s?\d{4}\b"
)
"""French, Dutch, Portuguese, German, and of Northern Ireland."""
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
    r"\b(?:[A-Z]{2}[0-9]{2}\s?(?:(?:something|dunno|blank)\b|[?*_]{1,3}\s?[A-Z]{0,3}|then\s(?:maybe\s)?[A-Z]{3}\b)"
    r"|(?:(?<=reg )|(?<=plate )|(?<=plate, )|(?<=begins )|(?<=began )|(?<=begin )|(?<=started )|(?<=starts )"
    r"|(?<=starting ))[A-Z]{2}[0-9]{2}\b"
    r"|[A-Z]{2}[0-9]{2}\b(?=\s(?:in|on|for)\s(?:(?:the|its|his|her|their|a)\s)?(?:number\s?)?(?:plate|reg)))"
)
"""Half a plate is what witnesses have."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[\s./-]{{1,3}}(?:of\s)?(?:\d{{1,2}}|{_MONTH}|\w{{3,12}})[\s./,-]{{1,3}}(?:19|20)?\d{{2}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d{{2}}"
    rf"|(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}|(?<=\bdob )\d{{6,8}})\b"
)
BIRTH = re.compile(
    r"(?:\b(?:dob|d\.o\.b|date of birth|birth ?date|born|birthday|b-?day|"
    r"geboren|n[\u00e9e]e? le|nacid[oa] el|nascid[oa]|"
    r"urodzon[ya]|do\u011fum|gim\u0117|gim\u0119s|n\u0103scut\u0103?|lindur)\b|"
    r"\u043d\u0430\u0440\u043e\u0434\u0436|\u0440\u043e\u0436\u0434|\u0440\u043e\u0434\u0438\u043b)"
    rf"[^\d\n]{{0,60}}?(?<!\d){_DATE}",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    r"\W{0,3}(?:b\.?\s|born\s)?((?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d{2})\b"
)
INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-TW-Z][A-CEGHJ-NPQR-TW-Z]\s?(?:\d\s?){6}[A-D]\b", re.IGNORECASE
)
"""QQ is never issued, and what everybody gives for an example: masked all the same."""
INSURANCE_TOLD = re.compile(
    r"\b(?:NI|NINO|national insurance)\b(?:\s(?:no|num|number))?\D{0,12}?\b([A-Z]{2}\s?(?:\d\s?){6}[A-Z]?)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\d.])(?:\+44\s?(?:\(0\))?|0)\d(?:[\s-]?\d){8,10}(?![\d.])")
"""As people type British numbers, with a digit too many or too few: it is masked all the same."""
_FIGURE = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple|hundred"
PHONE_TOLD = re.compile(
    rf"(?<![\w.\u00a3])(?:0(?=[127\s])\d{{0,5}}|(?:zero|oh|nought|o)(?=[\s,-]+(?:one|two|seven|double)\b))"
    rf"(?:[\s,.\u2026/()-]{{1,4}}(?:(?:and\sthen|then|and|thats|that's|that\u2019s|its|it's|erm|err?|um|uh|dash|space|next)\b[\s,.\u2026]{{1,4}}){{0,2}}"
    rf"(?:\d{{1,6}}\b|(?:{_FIGURE}|o)\b)){{2,11}}(?![\d.]*\d)",
    re.IGNORECASE,
)
"""As people say a number: `07700, then 900, then 123`, `oh seven seven double oh nine hundred`."""
FIGURES = re.compile(rf"\d+|\b(?:{_FIGURE}|o)\b", re.IGNORECASE)
"""The pieces of such a number."""
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
CARD = re.compile(r"\b(?:\d[\s-]?){13,19}\b")
CARD_TYPED = re.compile(r"(?<![\d-])[2-6]\d{3}(?:[\s-]\d{4}){3}(?![\d-])")
"""Four times four digits: a card, even with one of them typed wrong."""
ACCOUNT = re.compile(
    r"(?<![\d-])\d{2}[- ]\d{2}[- ]\d{2}(?![\d-])\D{0,25}\d{8}(?!\d)|\bsort ?code\b\D{0,6}\d{2}[- ]?\d{2}[- ]?\d{2}",
    re.IGNORECASE,
)
ACCOUNT_TOLD = re.compile(r"\b(?:account|acc|acct)\s?(?:no|num|number)?\b\D{0,6}\d{7,8}\b", re.IGNORECASE)
ACCOUNT_ABROAD = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?\d{1,3})?\b")
_TYPES = (
    "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Cl|Way|Drive|Terrace|Place|Square|Gardens|Gdns|Crescent|Cres|Hill|Rise|Grove|"
    "Parade|Walk|Mews|Court|Row|Bank|Cottages?|Villas?|View|Vale|Chase|Croft|Green|Park|Path|Heights|House|Mead|Quay|Wharf|Garth|Reach|"
    "Yard|Ridge|Dell|Mount|Orchard|Meadows?|Copse|Spinney|Paddocks?|Mansions|Buildings|Approach|Esplanade|Promenade|Brow|"
    "Fold|Leas|Oaks|Glebe|Towers|Broadway|Twitten|Circus|Lawns?|Fields|Hollow|Combe|Coombe|Gate|Wood|Brook|Sq"
)
_FLAT = r"(?:(?:flat|apartment|unit|room)\s\d{1,4}[A-Za-z]?,?\s(?:of\s)?)?"
ADDRESS = re.compile(
    rf"(?<!autocarro )(?<!autobus )(?<!autobuz )(?<!bus )(?<!Bus )\b{_FLAT}"
    rf"(?:[Nn]o\.?\s?|[Nn]umber\s)?(?<![\u00a3$\d.:])\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][\w'\u2019]+\s){{1,3}}(?:{_TYPES})\b"
)
ADDRESS_TOLD = re.compile(
    r"\b(?:at|live at|lives at|address is|flat|number|no|im at|outside|by)\s\d{1,4}[a-z]?,?\s"
    r"(?:(?!min|hour|year|metre|mile|yard|people|men|lads|kids|cars)[a-z'\u2019]+\s){1,2}"
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
    r"|(?:court|grove|mews)\b(?!\s(?:case|date|order|time)))",
    re.IGNORECASE,
)
"""Kinds of street that are words as well, in small letters: `22 heron way`."""
