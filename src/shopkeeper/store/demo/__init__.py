"""The built-in bilingual demo shop."""

from .build import build
from .truth import Truth, truth

__all__ = ["Truth", "build", "truth"]
