"""A slow link to a PostgreSQL server: a proxy that adds latency each way and counts how often the talk turns around."""

import pathlib
import selectors
import socket
import tempfile
import threading
import time


class SlowLink:
    """Listens on a unix socket in `dir`, passes everything to the server's socket in @target, @delay seconds later.

    `turnarounds` is the number of times the server's bytes came after the client's: what a chain costs in round trips."""

    def __init__(self, target, delay=0.0, scratch=None):
        self.dir = tempfile.mkdtemp(prefix="limbeck-link-", dir=scratch or "/tmp")
        self.target = str(pathlib.Path(target) / ".s.PGSQL.5432")
        self.delay = delay
        self.turnarounds = 0
        self.cut_after = None  # turnarounds after which the link is cut, both ways
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(pathlib.Path(self.dir) / ".s.PGSQL.5432"))
        self._listener.listen(32)
        self._open = True
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while self._open:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self.target)
            self._pass(client, server)
        except OSError:
            pass
        finally:
            client.close()
            server.close()

    def _pass(self, client, server):
        """Everything that has come from one side within the delay goes over together, as on a long wire."""
        waiting = selectors.DefaultSelector()
        waiting.register(client, selectors.EVENT_READ, server)
        waiting.register(server, selectors.EVENT_READ, client)
        queue, last = [], None  # (when, to, data)
        while True:
            pause = max(0.0, queue[0][0] - time.monotonic()) if queue else None
            for key, _ in waiting.select(pause):
                data = key.fileobj.recv(1 << 18)
                if not data:
                    for _, to, rest in queue:
                        to.sendall(rest)
                    return
                side = "client" if key.fileobj is client else "server"
                if side == "server" and last == "client":
                    self.turnarounds += 1
                    if self.cut_after is not None and self.turnarounds >= self.cut_after:
                        return
                last = side
                queue.append((time.monotonic() + self.delay, key.data, data))
            while queue and queue[0][0] <= time.monotonic():
                _, to, data = queue.pop(0)
                to.sendall(data)

    def close(self):
        self._open = False
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        for path in pathlib.Path(self.dir).iterdir():
            path.unlink()
        pathlib.Path(self.dir).rmdir()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
