"""Files out: the shop's records in the formats that other programs read."""

from .report import ExportReport
from .run import export_file

__all__ = ["ExportReport", "export_file"]
