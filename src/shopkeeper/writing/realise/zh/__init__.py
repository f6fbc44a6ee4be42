"""Chinese copy from a plan."""

from .realiser import Chinese

__all__ = ["Chinese"]
