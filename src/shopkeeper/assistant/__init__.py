"""Shopping guide and customer service: dialogue, tools, policy."""
