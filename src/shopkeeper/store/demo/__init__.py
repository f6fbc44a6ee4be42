"""The built-in bilingual demo shop."""
