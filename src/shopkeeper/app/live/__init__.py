"""The live link between this shop and the systems around it: stock and prices, webhooks in and out."""
