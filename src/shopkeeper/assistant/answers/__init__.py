"""Questions of shoppers, answered from records with their source."""

from .answers import SERVES, Answers
from .question import Answer

__all__ = ["SERVES", "Answer", "Answers"]
