"""Texts to classes: what serves a classifier, calibrates it, and trains it."""
