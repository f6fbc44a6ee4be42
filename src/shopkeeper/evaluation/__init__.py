"""How well: metrics, tasks, reports."""
