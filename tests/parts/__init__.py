"""The real parts that some tests run on, found on this machine or brought along as packages."""


class Absent(Exception):
    """A part is not on this machine; the message says what would bring it."""
