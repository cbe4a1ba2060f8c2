"""One blueprint for each screen."""
