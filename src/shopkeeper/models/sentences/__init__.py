"""How a sentence encoder is made: new words for it, pairs of texts to learn from, the training. Serving needs none of this."""
