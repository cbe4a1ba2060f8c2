"""What exists. Mapped classes with pure methods; nothing here loads, sends or commits."""
