"""Who the customers are: what they do, what they are worth, what to do next."""
