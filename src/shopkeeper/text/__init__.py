"""Reading both languages: normalise, segment, numbers and units, money, language."""
