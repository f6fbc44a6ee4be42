"""The networks and what runs them: encoder, vectors."""
