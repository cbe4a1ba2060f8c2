"""What a robot's server answered: WeCom, DingTalk and Feishu say 200 and put the refusal into the body.

apprise looks at the status alone and hands the answer to nobody. Its modules reach the network by their own
name `requests`; what stands there afterwards does the same and remembers the answer of each thread.
"""

import json
import threading
from types import ModuleType
from typing import Any

from patrol.couriers.letters import Outcome

GONE = frozenset({93000, 300005, 19001})
"""WeCom, DingTalk and Feishu: there is no robot of this key (any more)."""
LONGEST = 65_536


class _Listening:
    """`requests`, with an ear."""

    def __init__(self, requests: Any) -> None:
        self._requests, self._heard = requests, threading.local()

    def __getattr__(self, name: str) -> Any:
        """Be `requests` in everything else."""
        return getattr(self._requests, name)

    def post(self, *given: Any, **more: Any) -> Any:
        """Post, and remember what came back."""
        self._heard.body = None
        answer = self._requests.post(*given, **more)
        self._heard.body = answer.content[:LONGEST]
        return answer

    def take(self) -> bytes | None:
        """Give what this thread heard last, once."""
        body, self._heard.body = getattr(self._heard, "body", None), None
        return body


def listen(module: ModuleType) -> None:
    """Let a module of apprise's be heard from now on."""
    if not isinstance(module.requests, _Listening):
        module.__dict__["requests"] = _Listening(module.requests)


def refusal(module: ModuleType) -> Outcome | None:
    """Give the refusal in the answer this thread heard last; None: the robot took it.

    An answer without a code is one: whoever took the letter there was no robot.
    """
    body = module.requests.take()
    if body is None:
        return None
    code = _code(body)
    if code == 0:
        return None
    return Outcome(sent=False, why=f"robot-{'unclear' if code is None else code}", gone=code in GONE)


def _code(body: bytes) -> int | None:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    match told:
        case {"errcode": int(code)} | {"code": int(code)} | {"StatusCode": int(code)}:
            return code
    return None
