"""An assistant that thinks with a language model: the same tools and the same policy as the rules, and every sentence checked."""

from .brain import LlmBrain

__all__ = ["LlmBrain"]
