"""Backups: a whole shop in one file, made while it is served, checked, and put back."""
