"""Where recommendations come from, one file each, all of one protocol."""
