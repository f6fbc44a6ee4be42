"""The tables of an index, and everything that is said to PostgreSQL but the search itself (`sql.py`).

One row of `search_state` says which generation is current. A generation has tables of its own: what is kept of each product
(`products`), its lexemes (`texts`), vector (`vectors`) and variants, how many products have each lexeme (`counts`), and the notes.
They are apart so that a changed price touches neither the text index nor the graph of vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = 1  # of the tables; an index of another format is built anew

STATE = """
CREATE TABLE IF NOT EXISTS search_state (
  name text PRIMARY KEY, format int NOT NULL, generation int NOT NULL, revision bigint NOT NULL, encoder text NOT NULL,
  dimensions int NOT NULL, documents int NOT NULL, dead int NOT NULL, notes int NOT NULL)
"""
READ_STATE = """
SELECT generation, revision, encoder, dimensions, documents, dead, notes FROM search_state WHERE name = %s AND format = %s
"""
NEXT = "SELECT coalesce(max(generation), 0) + 1 FROM search_state"
WRITE_STATE = """
INSERT INTO search_state VALUES (%s, %s, %s, %s, %s, %s, %s, 0, 1)
ON CONFLICT (name) DO UPDATE SET format = excluded.format, generation = excluded.generation, revision = excluded.revision,
  encoder = excluded.encoder, dimensions = excluded.dimensions, documents = excluded.documents, dead = 0, notes = 1
"""
CHANGE_STATE = "UPDATE search_state SET revision = %s, documents = documents + %s, dead = dead + %s, notes = notes + %s WHERE name = %s"
LOCK = "SELECT pg_advisory_xact_lock(1936223089, hashtext(current_schema() || '.' || %s))"
PARTS = ("products", "texts", "vectors", "variants", "counts", "notes")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one generation."""

    generation: int

    def __getitem__(self, part: str) -> str:
        return f"search_{self.generation}_{part}"

    def create(self, dimensions: int) -> list[str]:
        """What makes them, empty."""
        return [
            f"CREATE TABLE {self['products']} (row int NOT NULL, id text COLLATE \"C\" NOT NULL, signature bytea NOT NULL, "
            "title bytea NOT NULL, record bytea NOT NULL, variants bytea NOT NULL)",
            f"CREATE TABLE {self['texts']} (row int NOT NULL, text_length int NOT NULL, title_length int NOT NULL, "
            "gram_length int NOT NULL, words tsvector NOT NULL)",
            f"CREATE TABLE {self['vectors']} (row int NOT NULL, vector halfvec({dimensions}) NOT NULL)",
            f"CREATE TABLE {self['variants']} (row int NOT NULL, price float8, codes int[] NOT NULL, numbers jsonb NOT NULL)",
            f"CREATE TABLE {self['counts']} (lexeme text COLLATE \"C\" NOT NULL, products int NOT NULL)",
            f"CREATE TABLE {self['notes']} (number int PRIMARY KEY, note bytea NOT NULL)",
            # what is looked at in every search stays where it is, the rest out of its way
            f"ALTER TABLE {self['texts']} ALTER words SET STORAGE EXTERNAL, ALTER words SET STATISTICS 0, SET (toast_tuple_target = 128)",
            f"ALTER TABLE {self['vectors']} ALTER vector SET STORAGE PLAIN, ALTER vector SET STATISTICS 0",
        ]

    def index(self, graph: bool) -> list[str]:
        """What makes them quick to search, once they are filled; with a `graph` the vectors too."""
        made = [
            f"CREATE UNIQUE INDEX ON {self['products']} (id)", f"CREATE UNIQUE INDEX ON {self['products']} (row)",
            f"CREATE UNIQUE INDEX ON {self['texts']} (row)", f"CREATE INDEX ON {self['texts']} USING gin (words)",
            f"CREATE UNIQUE INDEX ON {self['vectors']} (row)", f"CREATE INDEX ON {self['variants']} (row)",
            f"CREATE INDEX ON {self['variants']} (price)", f"CREATE INDEX ON {self['variants']} USING gin (codes)",
            f"CREATE UNIQUE INDEX ON {self['counts']} (lexeme)",
        ]
        if graph:
            made.append(f"CREATE INDEX ON {self['vectors']} USING hnsw (vector halfvec_ip_ops)")
        return [*made, *(f"ANALYZE {self[part]}" for part in PARTS)]

    def drop(self) -> str:
        """What takes them away."""
        return "DROP TABLE IF EXISTS " + ", ".join(self[part] for part in PARTS)
