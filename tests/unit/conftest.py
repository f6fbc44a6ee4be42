"""What all unit tests share."""

from quick_stores import empty_file, quick_stores

__all__ = ["empty_file", "quick_stores"]
