"""What may be said: finds every checkable claim in a text and the record that supports it."""

from .check import check, false_claims, sentences
from .claim import Claim, Kind, Verdict

__all__ = ["Claim", "Kind", "Verdict", "check", "false_claims", "sentences"]
