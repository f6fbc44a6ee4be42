"""One file for each kind of claim: how it is written in both languages, and which facts say so."""
