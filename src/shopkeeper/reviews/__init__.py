"""What customers say: whether a review is positive or negative."""
