"""What screens ask. Rows or frozen values, eagerly loaded, never a write."""
