"""Runs a real Neo4j for the tests, from its published Maven artifacts: no Docker, up in seconds.

The jars are GPL: fetched for tests only, kept in the user's cache, never shipped.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import neo4j
import platformdirs
from neo4j.exceptions import DriverError, Neo4jError

VERSION = os.environ.get("MACROSUR_TEST_NEO4J_VERSION", "5.26.18")
_STARTS_WITHIN = 90  # seconds
_MAIN_CLASSES = {"5": "org.neo4j.server.CommunityEntryPoint"}
_LATER_MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
_SETTINGS = """\
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.initial_size=512m
server.memory.heap.max_size=1g
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
"""
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>macrosur</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
    <dependency>
      <groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version>
      <exclusions><exclusion>
        <groupId>org.neo4j</groupId><artifactId>log-test-utils</artifactId>
      </exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
"""


class NoNeo4jError(Exception):
    """No server can be had here, and why."""


@dataclass
class Neo4jServer:
    """A server to test against: one that was named, or one of our own."""

    uri: str
    user: str
    password: str
    version: str
    home: Path | None = None
    settings: str = ""
    _command: Sequence[str] = ()
    _process: "subprocess.Popen[bytes] | None" = None

    @classmethod
    def named(cls, address: str) -> Self:
        """A server that someone else runs: ``bolt://user:password@host:port``."""
        parts = urlsplit(address)
        uri = f"{parts.scheme}://{parts.hostname}:{parts.port or 7687}"
        return cls(uri, parts.username or "neo4j", parts.password or "", "as found")

    @classmethod
    def started(cls, version: str = VERSION, *, inside: Path | None = None, settings: str = "") -> Self:
        """A new server on a free port, in a temporary home.

        Args:
            version: The release.
            inside: The folder for its home, if not the usual one.
            settings: More lines for its neo4j.conf.

        Raises:
            NoNeo4jError: Java or Maven is missing, the jars cannot be had, or it does not start.
        """
        command = _command(_java(17 if version.startswith("5.") else 21), _jars(version), version)
        home = Path(tempfile.mkdtemp(prefix="macrosur-neo4j-", dir=inside))
        uri = f"bolt://127.0.0.1:{_free_port()}"
        server = cls(uri, "neo4j", secrets.token_hex(8), version, home, settings, command)
        try:
            server._launch()
            server._set_password()
        except BaseException:
            server.stop()
            raise
        return server

    def _launch(self) -> None:
        assert self.home is not None
        (self.home / "conf").mkdir(exist_ok=True)
        port = urlsplit(self.uri).port
        (self.home / "conf" / "neo4j.conf").write_text(
            _SETTINGS.format(port=port) + self.settings, encoding="utf-8"
        )
        command = [*self._command, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "log.txt").open("wb") as log:
            # A watcher between us and the server ends it when we are gone, however we went.
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(os.getpid()), *command],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def _set_password(self) -> None:
        with neo4j.GraphDatabase.driver(self.uri, auth=("neo4j", "neo4j")) as driver:
            self._once_it_answers(
                lambda: driver.execute_query(
                    "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new",
                    new=self.password,
                    database_="system",
                )
            )

    def _once_it_answers(self, ask: Callable[[], object]) -> None:
        end = time.monotonic() + _STARTS_WITHIN
        while True:
            try:
                ask()
            except (DriverError, Neo4jError, OSError) as error:
                if self._process is None or self._process.poll() is not None or time.monotonic() > end:
                    raise NoNeo4jError(f"Neo4j did not start: {self._last_words()}") from error
                time.sleep(0.3)
            else:
                return

    def _last_words(self) -> str:
        assert self.home is not None
        return (self.home / "log.txt").read_text(encoding="utf-8", errors="replace")[-600:]

    def crash(self) -> None:
        """Kill a server of our own, as a power cut would."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def shut_down(self) -> None:
        """End a server of our own in good order, as whoever looks after it would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Start it again after a crash or a shut-down, and wait until it answers."""
        self._launch()
        with self.driver() as driver:
            self._once_it_answers(lambda: driver.execute_query("RETURN 1", database_="neo4j"))

    def stop(self) -> None:
        """End a server of our own, and remove its home."""
        self.crash()
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)

    def wipe(self) -> None:
        """Delete all that is in it; constraints stay, since every store of ours makes the same."""
        with self.driver() as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()

    def driver(self) -> neo4j.Driver:
        """A driver of its own, beside the store's."""
        return neo4j.GraphDatabase.driver(
            self.uri, auth=(self.user, self.password), notifications_min_severity="OFF"
        )


def _command(java: str, jars: Path, version: str) -> list[str]:
    opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
    main = _MAIN_CLASSES.get(version.partition(".")[0], _LATER_MAIN_CLASS)
    return [java, "-Xmx1g", *opens, "-cp", f"{jars}/*", main]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _java(least: int) -> str:
    """The oldest Java here that is new enough: servers lag behind new ones."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*")))]
    candidates = [f"{home}/bin/java" for home in homes if home] + [shutil.which("java") or ""]
    found = {_java_version(java): java for java in filter(os.path.isfile, candidates)}
    if fitting := [version for version in found if version >= least]:
        return found[min(fitting)]
    raise NoNeo4jError(f"Java {least} is missing (Debian: apt install openjdk-{least}-jre-headless)")


def _java_version(java: str) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def _jars(version: str) -> Path:
    """The server's jars, fetched once; several runs at once do no harm."""
    cache = platformdirs.user_cache_path("macrosur-tests")
    jars = cache / f"neo4j-{version}"
    if jars.is_dir():
        return jars
    if shutil.which("mvn") is None:
        raise NoNeo4jError("Maven is missing (Debian: apt install maven)")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as building:
        pom = Path(building) / "pom.xml"
        pom.write_text(_POM.format(version=version), encoding="utf-8")
        lib = Path(building) / "lib"
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", "-DincludeScope=runtime",
             f"-DoutputDirectory={lib}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise NoNeo4jError(f"Maven could not fetch Neo4j {version}: {done.stdout[-400:]}")
        if not jars.is_dir():
            lib.rename(jars)
    return jars


def _watch(parent: int, command: list[str]) -> int:
    """Run the server until it ends, we are told to end, or the parent is gone."""
    with subprocess.Popen(command) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.kill())
        signal.signal(signal.SIGINT, lambda *_: process.terminate())
        while process.poll() is None:
            if os.getppid() != parent:
                process.kill()
            time.sleep(0.2)
    return process.returncode


if __name__ == "__main__":
    sys.exit(_watch(int(sys.argv[1]), sys.argv[2:]))
