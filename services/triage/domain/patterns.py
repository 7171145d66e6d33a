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
PLATE_TOLD = re.compile(
    r"\b(?:reg|registration|plates?|number ?plate|vrm|index)\b(?:\s(?:no|num|number))?\.?(?:\s(?:is|was))?[\s:#-]{0,3}"
    r"(?=[a-z]{0,4}\s?[a-z]{0,3}[0-9])([a-z]{1,3}\s?[0-9]{1,4}(?:\s?[a-z]{1,3})?|[0-9]{1,4}\s?[a-z]{1,3})\b",
    re.IGNORECASE,
)
PLATE_LOWER = re.compile(
    r"\b[a-hj-pr-y]{2}[0-9]{2}\s?(?!now\b|and\b|the\b|but\b|for\b|was\b|not\b)[a-hj-pr-z]{3}\b", re.IGNORECASE
)
PLATE_PART = re.compile(
    r"\b(?:[A-Z]{2}[0-9]{2}\s?(?:(?:something|dunno|blank)\b|[?*_]{1,3}\s?[A-Z]{0,3}|then\s(?:maybe\s)?[A-Z]{3}\b)"
    r"|(?:(?<=reg )|(?<=plate )|(?<=plate, )|(?<=begins )|(?<=started )|(?<=starts ))[A-Z]{2}[0-9]{2}\b)"
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
FULL_DATE = re.compile(r"\W{0,3}(\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2})\b")
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
HEALTH = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
HEALTH_TOLD = re.compile(r"\bNHS\s(?:no|num|number)?\W{0,3}(?:is\s)?\d{3}[\s-]?\d{3}[\s-]?\d{4}\b", re.IGNORECASE)
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
    "Parade|Walk|Mews|Court|Row|Bank|Cottages?|Villas?|View|Vale|Chase|Croft|Green|Park|Path|Heights|House|Mead|Quay|Wharf|Garth|Reach"
)
_FLAT = r"(?:(?:flat|apartment|unit|room)\s\d{1,4}[A-Za-z]?,?\s(?:of\s)?)?"
ADDRESS = re.compile(
    rf"\b{_FLAT}(?:[Nn]o\.?\s?|[Nn]umber\s)?(?<![\u00a3$\d.:])\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][\w'\u2019]+\s){{1,3}}(?:{_TYPES})\b"
)
ADDRESS_TOLD = re.compile(
    r"\b(?:at|live at|lives at|address is|flat|number|no|im at|outside|by)\s\d{1,4}[a-z]?,?\s"
    r"(?:(?!min|hour|year|metre|mile|yard|people|men|lads|kids|cars)[a-z'\u2019]+\s){1,2}"
    r"(?:road|rd|street|st|lane|avenue|ave|close|way|drive|terrace|gardens|crescent|grove|court)\b",
    re.IGNORECASE,
)
ADDRESS_LOWER = re.compile(
    r"(?<!bus )(?<!buses )(?<!the )(?<![\u00a3$\d.:/])\b\d{1,3}[a-z]?\s"
    r"(?!way|one|main|side|off|the|a|mph|lads|kids|cars|in|on|of)[a-z'\u2019]+\s"
    r"(?:road|rd|street|lane|avenue|ave|crescent|drive|terrace|gardens)\b"
)
