"""Semantic matching, similarity, hybrid search, facets, explain."""
