"""Who carries notices out of the house: one file for each carrier, and the seal on their addresses."""
