"""A real mailbox for tests: Dovecot on a free port of this machine, with a folder of letters."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
service imap-login {{
  {jail}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  {jail}
}}
service stats {{
  {jail}
}}
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
"""


@dataclass(frozen=True)
class ImapServer:
    """Where it listens, and the folder that its letters lie in (a Maildir)."""

    port: int
    tls_port: int
    mail: Path
    user: str = "samklang@exempel.se"
    password: str = "hemligt"

    def put(self, name: str, letter: str) -> None:
        """Puts a letter into the inbox, unread."""
        unfinished = self.mail / "tmp" / name
        unfinished.write_text(letter, encoding="utf-8")
        unfinished.chmod(0o666)
        unfinished.rename(self.mail / "new" / name)

    def unread(self) -> set[str]:
        """The names of the letters that nobody has read."""
        kept = [*(self.mail / "new").iterdir(), *(self.mail / "cur").iterdir()]
        return {f.name.partition(":")[0].partition(",")[0] for f in kept if "S" not in _flags(f)}


def _flags(file: Path) -> str:
    return file.name.rpartition(":2,")[2] if ":2," in file.name else ""


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """A server with an empty inbox, until the end of the block. Its certificate is its own."""
    assert DOVECOT
    # As root Dovecot serves nobody's mail as root, and pytest's own folders are closed to others.
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    with tempfile.TemporaryDirectory(prefix="samklang-imap-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("mail", "mail/new", "mail/cur", "mail/tmp"):
            (folder / part).mkdir()
            (folder / part).chmod(0o777)
        _certify(folder)
        ports = _free(), _free()
        (folder / "dovecot.conf").write_text(_config(folder, ports, owner), encoding="utf-8")
        command = [DOVECOT, "-F", "-c", str(folder / "dovecot.conf")]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            _wait(ports[0], folder / "log")
            yield ImapServer(*ports, folder / "mail")
        finally:
            server.terminate()
            server.wait()


def _config(folder: Path, ports: tuple[int, int], owner: pwd.struct_passwd) -> str:
    root = os.geteuid() == 0
    return CONFIG.format(
        folder=folder,
        port=ports[0],
        tls_port=ports[1],
        password=ImapServer.password,
        user=owner.pw_uid,
        group=owner.pw_gid,
        jail="" if root else "chroot =",
        internal="dovecot" if root else owner.pw_name,
        internal_group="dovecot" if root else owner.pw_gid,
        login="dovenull" if root else owner.pw_name,
    )


def _certify(folder: Path) -> None:
    made = ["-newkey", "rsa:2048", "-nodes", "-x509", "-days", "2", "-subj", "/CN=127.0.0.1"]
    into = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    subprocess.run(["openssl", "req", *made, *into], check=True, stderr=subprocess.DEVNULL)


def _free() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait(port: int, log: Path) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(log.read_text(encoding="utf-8") if log.exists() else "no log")
