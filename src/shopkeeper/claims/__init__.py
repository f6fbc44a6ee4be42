"""What may be said: finds every checkable claim in a text and the record that supports it."""
