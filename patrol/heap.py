"""How the collector of cycles is set for processes that run for weeks and make many values a second."""

import gc

YOUNG = 50_000
"""New containers between two looks at the youngest; a batch of 250 messages makes about 20,000."""
OLD = 50


def settle() -> None:
    """Keep what stands from now on (code, register, statements) out of every later look.

    Reference counts free what a message leaves behind; the collector only looks for cycles. At its
    defaults it walked the whole register several times a second and took up to a fifth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, OLD)
