"""Another machine beside this one: a network namespace, and the line to it, which can be cut or made slow."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from secrets import token_hex

from tests.parts import Absent

HERE, THERE = "10.87.{net}.1", "10.87.{net}.2"
SLOW = ("tbf", "rate", "256kbit", "burst", "4kb", "latency", "50ms")
"""A line of 32 kB a second that drops what does not fit into its queue."""


@dataclass(frozen=True, slots=True)
class OtherMachine:
    """Programs started `inside` see this machine at `address`, over one line."""

    name: str
    net: int

    @property
    def address(self) -> str:
        return HERE.format(net=self.net)

    @property
    def inside(self) -> tuple[str, ...]:
        """Words before a program that let it run there."""
        return ("ip", "netns", "exec", self.name)

    @property
    def line(self) -> str:
        """The interface of this machine at which the line begins."""
        return f"{self.name}-h"

    def cut(self) -> None:
        """Let nothing through; nobody is told, as when a cable is pulled behind a switch."""
        _ip("link", "set", self.line, "down")

    def mend(self) -> None:
        _ip("link", "set", self.line, "up")

    def slow(self) -> None:
        _run("tc", "qdisc", "replace", "dev", self.line, "root", *SLOW)

    def quicken(self) -> None:
        _run("tc", "qdisc", "del", "dev", self.line, "root")


@contextmanager
def other_machine() -> Iterator[OtherMachine]:
    """Make one, with a line to it; both are gone at the end of the block."""
    one = OtherMachine(f"pt{token_hex(3)}", os.getpid() % 250)
    _ip("netns", "add", one.name)
    try:
        far = f"{one.name}-t"
        _ip("link", "add", one.line, "type", "veth", "peer", "name", far, "netns", one.name)
        _ip("address", "add", f"{one.address}/24", "dev", one.line)
        _ip("-n", one.name, "address", "add", f"{THERE.format(net=one.net)}/24", "dev", far)
        for words in (
            ("-n", one.name, "link", "set", "lo", "up"),
            ("-n", one.name, "link", "set", far, "up"),
        ):
            _ip(*words)
        one.mend()
        yield one
    finally:
        _ip("netns", "del", one.name)


@cache
def find() -> str:
    """Return the program that makes namespaces; Absent where this machine does not let us."""
    program = shutil.which("ip", path="/usr/sbin:/sbin:/usr/bin")
    if program is None or os.geteuid() != 0:
        raise Absent("network namespaces want root and iproute2")
    try:
        with other_machine() as one:
            one.slow()
    except (subprocess.CalledProcessError, OSError) as error:
        raise Absent("this machine lets nobody make network namespaces") from error
    return program


def _ip(*words: str) -> None:
    _run("ip", *words)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"})
