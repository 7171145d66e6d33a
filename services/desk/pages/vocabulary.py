"""Labels in the words that people use."""

TAGS = {
    "emergency": "Emergency",
    "wrong_place_report": "Report in the wrong place",
    "community_concern": "Community concern",
    "appeal_response": "Answer to an appeal",
    "question": "Question",
    "praise": "Praise",
    "complaint": "Complaint",
    "abuse": "Abuse",
    "spam": "Spam",
    "chat": "Chat",
}
URGENCIES = {"immediate": "Immediate", "today": "Today", "routine": "Routine", "none": "Nothing to do"}
PLATFORMS = {"x": "X", "bluesky": "Bluesky", "mastodon": "Mastodon", "facebook": "Facebook"}
CLAIMED = {"nobody": "Nobody", "me": "Me", "others": "A colleague"}
PERSONAL_DATA = {
    "phone": "Phone number",
    "email": "E-mail address",
    "postcode": "Postcode",
    "street_address": "Street address",
    "vehicle_registration": "Vehicle registration",
    "named_person": "Name of a private person",
    "date_of_birth": "Date of birth",
    "national_insurance": "National Insurance number",
    "nhs_number": "NHS number",
    "bank_or_card": "Bank or card number",
}
ALERT_STATES = {
    "raised": "Nobody has acknowledged it",
    "acknowledged": "Acknowledged",
    "passed_on": "Passed to the control room",
    "closed": "Closed",
}
CHANNEL_STATES = {
    "up": "Up",
    "recovering": "Fetching what was missed",
    "down": "Down",
    "refused": "The platform refuses our key",
    "unknown": "No report yet",
}
OTHER_STATES = {
    "publisher": {
        "recovering": "Posts wait: the platform asked for a pause",
        "down": "Posts cannot go out: the platform is out of reach",
        "refused": "Posts are stopped: the platform refuses the key",
    },
    "metrics": {
        "recovering": "Counts wait",
        "down": "Counts do not come in",
        "refused": "Counts are stopped: the platform refuses the key",
    },
}
"""What those say of an account that do not read its mentions, where it does not work for them."""
POST_STEPS = {
    "post.submitted": "Sent for approval",
    "post.approved": "Approved",
    "post.returned": "Sent back",
    "post.void": "Called off",
    "post.missed": "Missed its time",
    "post.sending": "Sending began",
    "post.posted": "Published",
    "post.refused": "Refused by the platform",
    "post.unknown": "Not known whether it is there",
    "post.abandoned": "Given up",
    "post.deleting": "Taking down began",
    "post.deleted": "Taken down",
    "post.delete_unknown": "Not known whether it is taken down",
    "post.reviewed": "Taking it down was reviewed",
}
FINDINGS = {"blocks": "Against the rules", "asks": "A question to the author", "hints": "A hint"}
"""What the guidance check says, by its level."""
NOT_SENT_YET = "Not sent, to be tried again"
"""What the publisher itself says of an approved one: a person approves, it alone puts off."""
POST_COMMANDS = {
    "post.submit": "Send for approval",
    "post.approve": "Approve",
    "post.send_back": "Send back",
    "post.edit": "Edit",
    "post.withdraw": "Withdraw",
    "post.reschedule": "Set another time",
    "post.settle": "Say what became of it",
    "post.take_down": "Take down",
    "post.review": "Review that it was taken down",
}
MEDIA = {"photo": "Picture", "video": "Video", "animated_gif": "Moving picture"}
LANGUAGES = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "la": "Latin", "lg": "Ganda", "lt": "Lithuanian",
    "lv": "Latvian", "mi": "Maori", "mk": "Macedonian", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian Nynorsk", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovene", "sn": "Shona", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "st": "Sotho", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "th": "Thai", "tl": "Tagalog", "tn": "Tswana", "tr": "Turkish", "ts": "Tsonga", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
    "und": "Language not clear",
}  # fmt: skip

UNDERSTOOD = frozenset({"en", "und"})
"""Everything else wears the badge that a translation is needed."""


def label_name(label: str, districts: dict[str, str], concerns: dict[str, str]) -> str:
    """A label of a reason in words: `district:hastings` is a place in Hastings."""
    kind, _, value = label.partition(":")
    if kind == "district":
        return f"District: {districts.get(value, value)}"
    if kind == "concern":
        return f"Concern: {concerns.get(value, value)}"
    if kind == "personal_data":
        return f"Personal data: {PERSONAL_DATA.get(value, value)}"
    if kind == "urgency":
        return f"Urgency: {URGENCIES.get(value, value)}"
    return TAGS.get(label, label.replace("_", " ").replace(":", ": ").capitalize())
