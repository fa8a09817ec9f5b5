"""The finder: imports the list, serves it on loopback, answers over one connection that stays open."""

import json
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

# What the questions call a group, in ids of the vocabulary.
SETS = {
    "osteopath": "osteopath,do_physician",
    "pmr": "physiatrist",
    "orthopaedic-surgeon": "orthopaedic_surgeon,spine_surgeon",
    "pain-medicine": "pain_physician",
}
COUNTED = {"chiropractor": "chiropractor", "physical_therapist": "physical-therapist", "osteopath": "omm"}


class Finder:
    """A running server with the list in it."""

    name = "finder"

    def __init__(self, folder, list_path, program):
        self.index = Path(folder).resolve() / "finder-index"
        self.program = program = str(Path(program).resolve())
        start = time.perf_counter()
        subprocess.run([program, "import", list_path, "--index", self.index], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.load_seconds = time.perf_counter() - start
        self.disk_bytes = sum(path.stat().st_size for path in self.index.rglob("*") if path.is_file())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = free.getsockname()
        self.server = subprocess.Popen(
            [program, "serve", "--index", self.index, "--listen", f"{self.address[0]}:{self.address[1]}",
             "--admin-listen", "off", "--log", "warn"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connection = None
        try:
            self.begin()
        except BaseException:
            self.close()
            raise

    def begin(self):
        """Opens a connection anew for a round, because the server closes one that was idle for long."""
        if self.connection:
            self.connection.close()
        self.connection = self.connect()

    def connect(self):
        """Waits until the server listens."""
        for _ in range(600):
            try:
                connection = socket.create_connection(self.address)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
            except ConnectionRefusedError:
                if self.server.poll() is not None:
                    raise RuntimeError("the finder ended before it listened") from None
                time.sleep(0.1)
        raise TimeoutError("the finder did not listen within a minute")

    def version(self):
        return subprocess.run([self.program, "--version"], check=True, capture_output=True, text=True).stdout.strip()

    def floor(self):
        """The least that a round trip costs."""
        self.ask(self.request("/healthz"))

    def request(self, path):
        return f"GET {path} HTTP/1.1\r\nHost: {self.address[0]}:{self.address[1]}\r\n\r\n".encode()

    def prepare(self, question):
        """What a question is asked with; the parameters are those of `benches/workload.rs`."""
        asked = {"limit": question["limit"], "strict": "true"}
        if group := question["grp"]:
            asked["specialty"] = SETS.get(group, group.replace("-", "_"))
        if text := question["text"]:
            asked["name" if question["cls"] == "f" else "q"] = text
        if question["lat"] is not None:
            asked |= {"near": f"{question['lat']:.5f},{question['lon']:.5f}", "radius": question["radius"] or "any",
                      "sort": question["sort"]}
        if question["cls"] == "e":
            asked["facets"] = "true"
        return self.request(f"/v1/search?{urlencode(asked)}")

    def ask(self, request):
        """The whole reply, read from the socket by its length: a library for HTTP would cost more than the answer."""
        self.connection.sendall(request)
        reply = bytearray()
        while (end := reply.find(b"\r\n\r\n")) < 0:
            reply += self.receive()
        head = bytes(reply[:end]).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(f"the finder refused: {head.splitlines()[0].decode()}")
        length = int(head.split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
        body = reply[end + 4:]
        while len(body) < length:
            body += self.receive()
        return body

    def receive(self):
        piece = self.connection.recv(1 << 18)
        if not piece:
            raise ConnectionError("the finder closed the connection")
        return piece

    def read(self, question, body):
        """An answer as (total, ids, metres, counts)."""
        answer = json.loads(body)
        if answer["partial"]:
            raise RuntimeError(f"question {question['id']} was cut short")
        counts = None
        if question["cls"] == "e":
            counts = {COUNTED[entry["id"]]: entry["count"] for entry in answer["facets"]["specialties"]}
        results = answer["results"]
        return answer["total"], [int(hit["npi"]) for hit in results], [hit["distance_m"] for hit in results], counts

    def close(self):
        """Stops the server; its index stays for whoever wants to look."""
        self.server.terminate()
        self.server.wait()
