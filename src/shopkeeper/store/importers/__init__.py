"""Files in: any table of products, customers, orders, reviews, events or documents."""

from .first_look import Look, look
from .mapping import parse_mapping
from .report import ImportReport, Progress, Reason
from .row import Row
from .rows import read_rows
from .run import import_file

__all__ = ["ImportReport", "Look", "Progress", "Reason", "Row", "import_file", "look", "parse_mapping", "read_rows"]
