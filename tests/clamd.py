"""A small virus scanner for the tests: it speaks clamd's INSTREAM over a real socket and finds what it is told to."""

import socket
import struct
import threading
from contextlib import contextmanager

VIRUS = b"X5O!P%@AP-this-stands-for-a-virus"


def _exactly(line, count):
    got = b""
    while len(got) < count and (more := line.recv(count - len(got))):
        got += more
    return got


def look(line, seen):
    """Reads one file and says what was found in it."""
    assert _exactly(line, 10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack("!L", _exactly(line, 4))[0]:
        content += _exactly(line, size)
    seen.append(content)
    line.sendall(b"stream: Test.Virus FOUND\0" if VIRUS in content else b"stream: OK\0")


def _says(said):
    def look(line, seen):
        """Says something without reading."""
        line.recv(10)
        line.sendall(said)

    return look


HUNG_UP, TOO_LARGE = _says(b""), _says(b"INSTREAM size limit exceeded. ERROR\0")


@contextmanager
def listening(path=None, look=look):
    """A scanner on a unix socket, or on a port of this machine; gives its address and what it has seen."""
    seen, server = [], socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen()

    def serve():
        while True:
            try:
                line, _address = server.accept()
            except OSError:
                return
            with line:
                look(line, seen)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(path) if path else f"127.0.0.1:{server.getsockname()[1]}", seen
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)
