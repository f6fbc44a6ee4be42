"""Catalogue intelligence: what is missing or wrong in the shop's own data."""
