"""A private MariaDB server in a scratch directory, reached over a unix socket there; for tests and benchmarks.

    with MariaDB() as server:
        url = server.url(server.create_database())

It never touches another server. As root it runs as the user `mysql`, since the server refuses root. An empty data
directory takes a second to make, so one is kept beside the scratch directories and copied.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from urllib.parse import quote

PASSWORD = "o%pen:se@same/1"  # of the user `guarded`: every character that an address must escape


def find_program(name):
    """The path of a program of the server, which Debian puts into /usr/sbin."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not found:
        raise RuntimeError(f"{name} is not installed; `make test` installs it")
    return found


class MariaDB:
    """One server process and its data directory; every database in it is made by create_database()."""

    _numbers = itertools.count(1)
    _template = None

    def __init__(self, settings=None, parent="/tmp"):
        self.dir = tempfile.mkdtemp(prefix="limbeck-my-", dir=parent)  # short: a socket path has 107 characters
        self.data = os.path.join(self.dir, "data")
        self.socket = os.path.join(self.dir, "socket")
        self.log = os.path.join(self.dir, "log")
        self.settings = {
            "skip-networking": "1", "socket": self.socket, "pid-file": os.path.join(self.dir, "pid"),
            "innodb-flush-log-at-trx-commit": "0", "innodb-buffer-pool-size": "32M", "innodb-log-file-size": "16M",
            "max-connections": "100", "character-set-server": "utf8mb4", "collation-server": "utf8mb4_general_ci",
            "lower-case-table-names": "0", **(settings or {}),
        }
        self.owner = None
        if os.geteuid() == 0:
            self.owner = pwd.getpwnam("mysql")
            os.chown(self.dir, self.owner.pw_uid, self.owner.pw_gid)
        os.chmod(self.dir, 0o755)
        self.server = None
        try:
            self._fill_data()
            self.start()
            self.sql(None, f"CREATE USER guarded IDENTIFIED BY '{PASSWORD}'", "GRANT ALL ON *.* TO guarded")
        except Exception:
            self.remove()
            raise

    def _command(self, program, *arguments):
        command = [find_program(program), *arguments]
        if self.owner:
            ids = [f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--clear-groups"]
            command = ["setpriv", *ids, "--", *command]
        return command

    def _fill_data(self):
        template = os.path.join(os.path.dirname(self.dir), f"limbeck-my-template-{os.geteuid()}")
        if not os.path.isdir(template):
            self._install(self.data)
            copy = tempfile.mkdtemp(prefix="limbeck-my-template-", dir=os.path.dirname(self.dir))
            subprocess.run(["cp", "-a", self.data, copy], check=True)
            try:
                os.rename(os.path.join(copy, "data"), template)
            except OSError:  # another process was faster
                pass
            shutil.rmtree(copy, ignore_errors=True)
        else:
            subprocess.run(["cp", "-a", template, self.data], check=True)

    def _install(self, data):
        done = subprocess.run(
            self._command("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
                          "--auth-root-authentication-method=normal", "--innodb-log-file-size=16M"),
            cwd=self.dir, stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise RuntimeError(f"mariadb-install-db failed:\n{done.stdout}")

    def start(self):
        """Start the server and wait until it answers."""
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        with open(self.log, "ab") as log:
            self.server = subprocess.Popen(self._command("mariadbd", "--no-defaults", f"--datadir={self.data}", *options),
                                           cwd=self.dir, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                           start_new_session=True)
        for _ in range(1200):
            if self.server.poll() is not None:
                break
            try:
                self.connect(None).close()
                return
            except Exception:  # pymysql is imported by connect
                time.sleep(0.05)
        with open(self.log, encoding="utf-8", errors="replace") as log:
            raise RuntimeError("the server did not start:\n" + log.read())

    def stop(self, how="kill"):
        """End the server, by its own process id: at once as a crash does, or by its own way down with "terminate"."""
        if self.server and self.server.poll() is None:
            getattr(self.server, how)()
            self.server.wait(60)

    def remove(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def connect(self, database, user="root", password=""):
        import pymysql
        return pymysql.connect(unix_socket=self.socket, user=user, password=password, database=database, autocommit=True,
                               charset="utf8mb4")

    def sql(self, database, *statements):
        """Run each statement outside of a transaction; the last one's rows."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def create_database(self):
        name = f"d{os.getpid()}_{next(self._numbers)}"
        self.sql(None, f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name):
        self.sql(None, f"DROP DATABASE IF EXISTS {name}")

    def url(self, database, user="root", password=None, scheme="mariadb"):
        secret = ":" + quote(password, safe="") if password is not None else ""
        return f"{scheme}://{user}{secret}@/{database}?unix_socket={quote(self.socket, safe='/')}"

    def dump(self, database):
        """What SHOW CREATE says of its tables and views, by name."""
        shown = {}
        for (name,) in self.sql(database, "SHOW TABLES"):
            shown[name] = self.sql(database, f"SHOW CREATE TABLE `{name}`")[0][1]
        return shown
