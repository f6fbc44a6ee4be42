"""What comes next in a sequence of items: a transformer that is trained with torch and served without."""
