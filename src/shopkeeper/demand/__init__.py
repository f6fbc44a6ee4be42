"""What will be sold, and what to order: forecasts with their uncertainty, orders to suppliers."""
