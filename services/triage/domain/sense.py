"""What the encoder makes of a message: its guess at every label, and where the message lies among others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
VECTOR = 384
"""Numbers of a vector: as many as the encoder has in each of its layers."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One message, with the one that it answers, as the encoder read them."""

    logits: Numbers
    """One for each name of `labels.OUTPUTS`."""
    vector: Numbers
    """`VECTOR` numbers; messages that mean alike lie near each other."""
