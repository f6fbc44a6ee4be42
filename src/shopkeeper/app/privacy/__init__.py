"""What a shop keeps of persons: told to them, erased for them, and gone after its time."""
