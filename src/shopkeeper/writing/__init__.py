"""Product copy and marketing, each word of which follows from a record."""

from .brief import KINDS, PLATFORMS, TONES, Brief, Kind, Platform, Segment, Tone
from .copy import Author, Copy
from .facts import Evidence, Fact, Material
from .grounded import GroundedWriter
from .plan import Plan, Point, Role, plan
from .realise import Realised, Realiser
from .voice import Voice, read_voice
from .writer import Writer

__all__ = [
    "KINDS", "PLATFORMS", "TONES", "Author", "Brief", "Copy", "Evidence", "Fact", "GroundedWriter", "Kind", "Material", "Plan",
    "Platform", "Point", "Realised", "Realiser", "Role", "Segment", "Tone", "Voice", "Writer", "plan", "read_voice",
]
