"""Files in: any table of products, customers, orders, reviews, events or documents."""

from .mapping import parse_mapping
from .report import ImportReport, Progress, Reason
from .row import Row
from .rows import read_rows
from .run import import_file

__all__ = ["ImportReport", "Progress", "Reason", "Row", "import_file", "parse_mapping", "read_rows"]
