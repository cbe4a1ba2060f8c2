"""What exists: mapped classes with pure methods; relationships never load by themselves."""
