"""What a shopper who has begun to type may want: completions from the catalogue and from what others searched."""
