"""A private PostgreSQL cluster in a scratch directory, reached over a unix socket there; for tests and benchmarks.

    with Cluster() as cluster:
        url = cluster.url(cluster.create_database())

It never touches another server. As root it runs as the user `postgres`, since the server refuses root.
"""

import glob
import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from urllib.parse import quote

PASSWORD = "o%pen:se@same/1"  # of the role `guarded`: every character that an address must escape


def find_programs():
    """The directory of initdb and postgres: of the newest server installed, or of those on PATH."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        return os.path.dirname(max(found, key=lambda path: int(path.split("/")[4])))
    initdb = shutil.which("initdb")
    if not initdb:
        raise RuntimeError("no PostgreSQL server is installed; `make test` installs one")
    return os.path.dirname(os.path.realpath(initdb))


class Cluster:
    """One server process and its data directory; every database in it is made by create_database()."""

    _numbers = itertools.count(1)

    def __init__(self, settings=None, parent="/tmp"):
        self.programs = find_programs()
        self.dir = tempfile.mkdtemp(prefix="limbeck-pg-", dir=parent)  # short: a socket path has 107 characters
        self.data = os.path.join(self.dir, "data")
        self.log = os.path.join(self.dir, "log")
        self.settings = {
            "listen_addresses": "", "unix_socket_directories": self.dir, "fsync": "off", "full_page_writes": "off",
            "max_connections": "100", "log_min_messages": "warning", "lc_messages": "C", "shared_buffers": "64MB",
            "autovacuum": "off", **(settings or {}),
        }
        self.owner = None
        if os.geteuid() == 0:
            self.owner = pwd.getpwnam("postgres")
            os.chown(self.dir, self.owner.pw_uid, self.owner.pw_gid)
        os.chmod(self.dir, 0o755)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with open(os.path.join(self.data, "pg_hba.conf"), "w", encoding="ascii") as hba:
            hba.write("local all guarded scram-sha-256\nlocal all all trust\n")
        self.start()
        try:
            self.sql("postgres", "CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '%s'" % PASSWORD)
        except Exception:
            self.remove()
            raise

    def _command(self, program, *arguments):
        command = [os.path.join(self.programs, program), *arguments]
        if self.owner:
            ids = [f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--clear-groups"]
            command = ["setpriv", *ids, "--", *command]
        return command

    def _run(self, program, *arguments):
        done = subprocess.run(self._command(program, *arguments), cwd=self.dir, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "LC_ALL": "C"})
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}")

    def start(self):
        """Start the server and wait until it answers."""
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        with open(self.log, "ab") as log:
            self.server = subprocess.Popen(self._command("postgres", "-D", self.data, *options), cwd=self.dir,
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        for _ in range(600):
            if self.server.poll() is not None:
                break
            ready = subprocess.run([os.path.join(self.programs, "pg_isready"), "-q", "-h", self.dir])
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        with open(self.log, encoding="utf-8", errors="replace") as log:
            raise RuntimeError("the server did not start:\n" + log.read())

    def stop(self, how=signal.SIGQUIT):
        """End the server, by its own process id: SIGQUIT is an immediate shutdown, SIGINT a fast one."""
        if self.server and self.server.poll() is None:
            with open(os.path.join(self.data, "postmaster.pid"), encoding="ascii") as file:
                os.kill(int(file.readline()), how)
            self.server.wait(60)

    def remove(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def connect(self, database):
        import psycopg2
        connection = psycopg2.connect(host=self.dir, user="postgres", dbname=database)
        connection.autocommit = True
        return connection

    def sql(self, database, text):
        """Run @text, each statement by itself outside of a transaction if it is a single one; the last one's rows."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(text)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def create_database(self, template="template0"):
        name = f"d{os.getpid()}_{next(self._numbers)}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name):
        self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, database, user="postgres", password=None, host=None):
        secret = ":" + quote(password, safe="") if password is not None else ""
        return f"postgresql://{user}{secret}@/{database}?host={host or self.dir}"

    def dump(self, database, *arguments):
        """What pg_dump says of it, without the lines that name versions."""
        done = subprocess.run(["pg_dump", "-h", self.dir, "-U", "postgres", "--no-owner", *arguments, database],
                              check=True, text=True, stdout=subprocess.PIPE)
        return re.sub(r"^(-- Dump.*|\\(un)?restrict .*)\n", "", done.stdout, flags=re.M)
