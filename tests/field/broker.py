"""Mosquitto with the configuration that is shipped; only ports, folders and the log's place are exchanged."""

import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.field.certificate import make_certificates
from tests.field.speaker import until
from tests.parts import mosquitto
from tests.parts.process import folder_of, free_port, listens, ordinary_user, wait

SHIPPED = Path(__file__).parents[2] / "docs" / "field"
ACCOUNTS = {
    "patrol": "ours",
    "patrol-web": "screens",
    "traccar": "gateway",
    "yunda/button/button": "press",
    "yunda/car/car": "drive",
    "p7": "walk",
}


@dataclass(slots=True)
class FieldBroker:
    """One broker that can be killed and started again on the same ports and the same folder."""

    folder: Path
    user: str | None
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None

    def url(self, account: str = "patrol") -> str:
        name = account.replace("/", "%2F")
        return f"mqtt://{name}:{ACCOUNTS[account]}@127.0.0.1:{self.port}"

    def tls_url(self, ca: Path) -> str:
        return f"mqtts://patrol:{ACCOUNTS['patrol']}@127.0.0.1:{self.tls_port}?ca={ca}"

    @property
    def ca(self) -> Path:
        return self.folder / "certs" / "ca.pem"

    def furnish(self, *changes: tuple[str, str]) -> None:
        """Write configuration, accounts and certificates; `changes` make it worse on purpose."""
        exchanged = (
            ("listener 1883 127.0.0.1", f"listener {self.port} 127.0.0.1"),
            ("listener 8883", f"listener {self.tls_port} 127.0.0.1"),
            ("/etc/mosquitto/", f"{self.folder}/"),
            ("/var/lib/mosquitto/", f"{self.folder}/"),
            ("log_dest syslog", "log_dest stderr"),
            *changes,
        )
        told = (SHIPPED / "mosquitto.conf").read_text(encoding="utf-8")
        for shipped, here in exchanged:
            assert shipped in told, shipped
            told = told.replace(shipped, here)
        (self.folder / "mosquitto.conf").write_text(told, encoding="utf-8")
        (self.folder / "acl").write_text((SHIPPED / "acl").read_text(encoding="utf-8"), encoding="utf-8")
        self._write_passwords()
        make_certificates(self.folder / "certs")
        self._hand_over()

    def _write_passwords(self) -> None:
        file = self.folder / "passwords"
        file.write_text("".join(f"{name}:{word}\n" for name, word in ACCOUNTS.items()), encoding="utf-8")
        program = shutil.which("mosquitto_passwd", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")
        assert program is not None, "mosquitto_passwd comes with Mosquitto"
        subprocess.run([program, "-U", file], check=True, capture_output=True)

    def _hand_over(self) -> None:
        if self.user is None:
            return
        owner = pwd.getpwnam(self.user)
        for path in self.folder.rglob("*"):
            shutil.chown(path, owner.pw_uid, owner.pw_gid)

    def start(self) -> None:
        words = [str(mosquitto.find()), "-c", str(self.folder / "mosquitto.conf")]
        log = self.folder / "log"
        with log.open("ab") as out:
            self.server = subprocess.Popen(
                words, stdout=out, stderr=out, stdin=subprocess.DEVNULL, user=self.user, cwd="/"
            )
        wait(self.server, lambda: listens(self.port), log)

    def until_saved(self) -> None:
        """Wait until what the broker knows now is on disk: `autosave_interval`, one second."""
        saved = self.folder / "mosquitto.db"
        before = saved.stat().st_mtime_ns if saved.exists() else 0
        until(lambda: saved.exists() and saved.stat().st_mtime_ns > before)

    def kill(self) -> None:
        """Kill −9."""
        assert self.server is not None
        self.server.kill()
        self.server.wait()

    def stop(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(30)


@contextmanager
def field_broker(*changes: tuple[str, str]) -> Iterator[FieldBroker]:
    """Run a broker as in the field, or one made worse by exchanging words of its configuration."""
    user = ordinary_user("mosquitto")
    with folder_of(user) as folder:
        broker = FieldBroker(folder, user)
        broker.furnish(*changes)
        broker.start()
        try:
            yield broker
        finally:
            broker.stop()
