"""How the interpreter is set for processes that run for weeks and make many values a second."""

import gc
import sys

YOUNG = 50_000
"""New containers between two looks at the youngest; a batch of 250 messages makes about 20,000."""
OLD = 50
TURN_S = 0.0005
"""How long a thread that computes lets another one wait; at the default of 5 ms, a message waits that long
several times on its way through one process."""


def settle() -> None:
    """Keep what stands from now on (code, register, statements) out of every later look.

    Reference counts free what a message leaves behind; the collector only looks for cycles. At its
    defaults it walked the whole register several times a second and took up to a fifth of the time.
    And let threads take turns quickly: those that speak with the broker and the screens compute little.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, OLD)
    sys.setswitchinterval(TURN_S)
