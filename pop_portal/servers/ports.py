"""Ports of this machine: a free one is found or a wanted one taken, never by two portals."""

import socket
import sys

from pop_portal.servers.postgres import CannotStart

HOST = "127.0.0.1"


class PortTaken(CannotStart):
    """The port that was asked for serves something else."""


class Ports:
    """The ports one portal holds, until `release`."""

    def __init__(self) -> None:
        self._claims: list[socket.socket] = []

    def free(self, first: int) -> int:
        """The first free port from `first` on."""
        for port in range(first, first + 500):
            if self._take(port):
                return port
        raise PortTaken(f"There is no free port between {first} and {first + 499}.")

    def wanted(self, port: int) -> int:
        if not self._take(port):
            raise PortTaken(
                f"Port {port} is taken by another program. Choose another with PORT=, "
                "or leave PORT out and a free one is found."
            )
        return port

    def release(self) -> None:
        for claim in self._claims:
            claim.close()
        self._claims.clear()

    def _take(self, port: int) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
                probe.listen()
            except OSError:
                return False
        return sys.platform != "linux" or self._claim(port)

    def _claim(self, port: int) -> bool:
        """Say who came first, where two portals start at one moment and both find it free.

        A socket name without a file: the kernel forgets it with its holder.
        """
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0pop-portal-port-{port}")
        except OSError:
            claim.close()
            return False
        self._claims.append(claim)
        return True
