"""The shopping guide: a visible brief, the question that helps most, comparisons, superlatives, and what to relax."""
