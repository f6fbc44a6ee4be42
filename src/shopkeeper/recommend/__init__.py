"""Recommendations: sources that propose products, put together, with a reason and a record for each that leaves."""
