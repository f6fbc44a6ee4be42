"""The assistant that works by rules alone: it knows what is open, asks for what is missing, and acts only on a clear yes."""
