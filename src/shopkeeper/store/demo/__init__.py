"""The built-in bilingual demo shop."""

from .build import build

__all__ = ["build"]
