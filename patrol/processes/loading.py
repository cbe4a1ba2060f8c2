"""How a part loads its libraries: every start of a part is mostly this."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading(*, but_not: tuple[str, ...] = ()) -> Iterator[None]:
    """Load without looking for garbage, of which there is none; what is loaded is never looked at again.

    `but_not` names packages that others bring along when they find them, for what we do not use:
    Socket.IO's client brings `requests`, a tenth of the start of a web process.
    """
    left_out = [name for name in but_not if name not in sys.modules]
    gc.disable()
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type] # None: the import fails
    try:
        yield
    finally:
        for name in left_out:
            del sys.modules[name]
        gc.freeze()
        gc.enable()
