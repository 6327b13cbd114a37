#!/usr/bin/env python3
"""Drop-to-indexed latency: a note written, a folder copied whole, with settle 0 and 500 ms.

    Tests/Benchmarks/latency.py .build/release/redline

Measured from the writer's close to the service's word that the note is in the index. Prints milliseconds.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


class Said:
    """What the service says on standard error, waited for without polling."""

    def __init__(self, descriptor):
        self.file = os.fdopen(descriptor, "rb", buffering=0)
        self.text = b""

    def wait(self, words):
        while words not in self.text:
            piece = self.file.read(65536)
            if not piece:
                sys.exit("the service ended: " + self.text[-500:].decode(errors="replace"))
            self.text += piece
        self.text = self.text[self.text.index(words) + len(words):]


def measure(program, settle, rounds):
    folder = tempfile.mkdtemp(prefix="redline-latency-")
    watch = folder + "/Watch"
    os.mkdir(watch)
    with open(folder + "/redline.yaml", "w") as file:
        file.write(f"watch: Watch\nreports: Reports\nstate: state\nsettle: {settle}\n")
    reading, writing = os.pipe()
    service = subprocess.Popen([program, "watch"], cwd=folder, stderr=writing, stdout=subprocess.DEVNULL)
    os.close(writing)
    said = Said(reading)
    said.wait(b"drop notes")
    dropped, copied = [], []
    for number in range(rounds):
        with open(f"{watch}/n{number}.md", "w") as file:
            file.write(f"Russia demanded a halt, note n{number}x.\n")
        start = time.perf_counter()
        said.wait(f"n{number}.md: coded".encode())
        dropped.append((time.perf_counter() - start) * 1000)
    for number in range(max(3, rounds // 5)):
        source = f"{folder}/from{number}"
        os.makedirs(source + "/sub")
        with open(source + "/sub/x.md", "w") as file:
            file.write(f"Russia demanded a halt, copy c{number}x.\n")
        subprocess.run(["cp", "-r", source, watch + "/"], check=True)
        start = time.perf_counter()
        said.wait(f"from{number}/sub/x.md: coded".encode())
        copied.append((time.perf_counter() - start) * 1000)
    service.terminate()
    service.wait()
    shutil.rmtree(folder)
    for name, times in (("a note dropped", dropped), ("cp -r of a fresh folder", copied)):
        print(f"settle {settle}, {name}: median {statistics.median(times):.1f} ms, "
              f"largest {max(times):.1f} ms of {len(times)}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    measure(os.path.abspath(sys.argv[1]), "0", 50)
    measure(os.path.abspath(sys.argv[1]), "500ms", 20)
