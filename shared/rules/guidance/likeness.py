"""How many slips of a finger lie between two short strings."""


def slips(one: str, other: str) -> int:
    """The least number of characters put in, left out or changed; two that changed places are one slip."""
    if abs(len(one) - len(other)) > 2:  # noqa: PLR2004 - nobody asks for more than two
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
