"""What may be said: finds every checkable claim in a text and the record that supports it."""

from .check import check, false_claims, sentences
from .claim import Claim, Kind, Verdict
from .mend import Mended, mend, mended
from .tone import Manner, Remark, remarks

__all__ = ["Claim", "Kind", "Manner", "Mended", "Remark", "Verdict", "check", "false_claims", "mend", "mended", "remarks", "sentences"]
