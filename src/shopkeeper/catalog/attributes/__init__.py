"""Attributes out of words: what a title says of its product."""
