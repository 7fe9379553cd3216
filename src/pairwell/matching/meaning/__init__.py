"""Free text as vectors, behind a one-method protocol. No network: the model comes inside a Python package.

`find_model` gives the model that is installed, `Remembered` keeps its answers on disk, `give_meaning`
attaches them to a pool. Without a model everything else still works: the text columns stay unanswered.
"""

from pairwell.matching.meaning.model import Model, ModelAbsent, find_model
from pairwell.matching.meaning.pool import Meaning, give_meaning
from pairwell.matching.meaning.remembered import Remembered

__all__ = ["Meaning", "Model", "ModelAbsent", "Remembered", "find_model", "give_meaning"]
