"""The front door, and the only place that wires the parts together."""
