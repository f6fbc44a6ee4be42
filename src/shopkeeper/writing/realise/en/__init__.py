"""English copy from a plan."""

from .realiser import English

__all__ = ["English"]
