"""One file for each kind of device: the topics it wants and how to read them."""
