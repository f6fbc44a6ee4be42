"""Why a network answers as it does: what each word adds, and where its attention goes. No torch."""
