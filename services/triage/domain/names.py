"""Names of private persons in a text; officers and other people in public roles are none."""

import re
from collections.abc import Iterable

from services.triage.domain.personal_data import Personal

_WORD = r"[A-Z][a-z'\u2019]+(?:-[A-Z][a-z]+)?"
_SAID = re.compile(
    r"\b(?:(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) names?(?:['\u2019]s| is| was)?|[Nn]ame is|[Nn]ame:|[Nn]amed|[Cc]alled|"
    r"[Ii]['\u2019]?m called|[Kk]nown as|goes by(?: the name)?(?: of)?)"
    rf"\s+(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})"
)
_KIN = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)\s(?:ex|ex[- ](?:husband|wife|partner|boyfriend|girlfriend)|neighbour|son|"
    r"daughter|brother|sister|mum|dad|wife|husband|partner|friend|mate|nan|gran|grandad|boss|landlord|cousin|nephew|niece|uncle|"
    rf"aunt|auntie|boyfriend|girlfriend)[,]?\s(?P<name>{_WORD}(?:\s{_WORD})?)"
)
_STYLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Master)\.?\s(?P<name>{_WORD}(?:\s{_WORD})?)")
_PAIR = re.compile(rf"\b(?P<first>{_WORD})\s(?P<last>{_WORD})\b")
_IN_PUBLIC = re.compile(
    r"(?:PC|PCSO|WPC|DC|DS|DI|DCI|Sgt|Sergeant|Insp|Inspector|Ch Insp|Supt|Superintendent|Commander|Constable|Officer|"
    r"Chief|Cllr|Councillor|Sir|Lord|Lady|Dame|King|Queen|Prince|Princess|President|Minister|MP|PCC|Commissioner|Mayor|Dr|Judge|"
    r"St|Saint)\.?\s$"
)
_NO_NAME = frozenset(
    """The This That Police Sussex North South East West Road Street Park Today Monday Tuesday Wednesday Thursday
    Friday Saturday Sunday January February March April May June July August September October November December
    Facebook Twitter Instagram Crimestoppers English British Christmas Easter Tesco Boots Asda Greggs Please Just
    Not And But For With Was Has Drove Lane Avenue Close Way Drive Terrace Place Square Gardens Crescent Hill
    Grove Parade Court Station Beach Pier""".split()  # noqa: SIM905 - words read best as words
)
_RANKED = frozenset(["PC", "PCSO", "Officer", "Sergeant", "Sgt", "Inspector"])


class Names:
    """Finds names by what stands before them, and by common given names."""

    def __init__(self, given: Iterable[str], public_figures: Iterable[str] = ()) -> None:
        self._given = frozenset(given)
        self._public = frozenset(public_figures)

    def find(self, text: str) -> list[Personal]:
        """The names of private persons."""
        found = [
            Personal("named_person", match.start("name"), match.end("name"))
            for pattern in (_SAID, _KIN, _STYLED)
            for match in pattern.finditer(text)
            if self._private(match.group("name")) and not _IN_PUBLIC.search(text[: match.start()])
        ]
        found += [
            Personal("named_person", match.start(), match.end())
            for match in _PAIR.finditer(text)
            if self._full_name(match) and not _IN_PUBLIC.search(text[: match.start()])
        ]
        return found

    def _private(self, name: str) -> bool:
        first = name.split(maxsplit=1)[0]
        return first not in _NO_NAME and first not in _RANKED and name not in self._public

    def _full_name(self, match: re.Match[str]) -> bool:
        first, last = match.group("first"), match.group("last")
        return first in self._given and last not in _NO_NAME and match.group() not in self._public
