"""`make bench`: Redline's figures against peers on this machine, printed as a table and written to bench.json.

    bench.py REDLINE [--briefings FOLDER] [--statutes FOLDER] [--only ROW,...] [--runs N] [--out bench.json]

BRIEFINGS and STATUTES in the environment serve as well. Without a corpus one is made: 2,000 notes from the sample of
Watch; rows that need a corpus of true size say so. Peers that are not installed are left out by name. Every ratio is
of two programs that ran by turns on this machine; what is printed is the median. The goals are those of the issue
"Fast and small at any size".
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import digest as coded

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent.parent
rows = []


def row(name, value, unit, goal=None, good=None, note=""):
    rows.append({"what": name, "value": value, "unit": unit, "goal": goal, "good": good, "note": note})
    mark = {True: "ok", False: "MISS", None: ""}[good]
    shown = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    print(f"{name:<64} {shown:>12} {unit:<8} {goal or '':<22} {mark:<5} {note}", flush=True)


def skip(name, why):
    rows.append({"what": name, "skipped": why})
    print(f"{name:<64} {'skipped':>12}          {why}", flush=True)


def median(values):
    return statistics.median(values)


class Run:
    """A finished command: seconds, CPU seconds, peak resident bytes."""

    def __init__(self, command, stdin=None, stdout=subprocess.DEVNULL, env=None, check=True, cwd=None):
        start = time.monotonic()
        process = subprocess.Popen(
            command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=env, cwd=cwd, start_new_session=True
        )
        self.errors = process.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * 1024
        if check and process.returncode not in (0,):
            raise SystemExit(f"{command}: exit {process.returncode}\n{self.errors[-2000:]}")


def beside(commands):
    """Seconds until all are done that were started together."""
    start = time.monotonic()
    for process in [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]:
        if process.wait():
            raise SystemExit(f"{process.args}: exit {process.returncode}")
    return time.monotonic() - start


class Desk:
    """State, reports and configuration of a Redline of its own over a folder of notes."""

    def __init__(self, bench, watch, settings=""):
        self.folder = Path(tempfile.mkdtemp(prefix="desk-", dir=bench.scratch))
        self.redline, self.watch, self.state = bench.redline, Path(watch), self.folder / "state"
        self.config = self.folder / "redline.yaml"
        self.config.write_text(
            f"watch: {self.watch}\nreports: {self.folder / 'reports'}\nstate: {self.state}\nlog-level: notice\n{settings}"
        )

    def command(self, *words):
        return [str(self.redline), words[0], "--config", str(self.config), *words[1:]]

    def run(self, *words, **more):
        return Run(self.command(*words), **more)

    def text(self, *words):
        return subprocess.run(self.command(*words), stdout=subprocess.PIPE, check=False).stdout.decode()

    def service(self):
        return Service(self)

    def size(self):
        with sqlite3.connect(self.state / "redline.sqlite") as index:
            index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return (self.state / "redline.sqlite").stat().st_size

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Service:
    """`redline watch` as systemd would start it: ready when it says READY=1."""

    def __init__(self, desk):
        import socket

        self.desk = desk
        path = str(desk.folder / "notify")
        if os.path.exists(path):
            os.remove(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        self.socket.settimeout(600)
        self.log = open(desk.folder / "log", "ab")
        start = time.monotonic()
        self.process = subprocess.Popen(
            desk.command("watch"), stderr=self.log, env=dict(os.environ, NOTIFY_SOCKET=path)
        )
        while b"READY=1" not in self.socket.recv(65536):
            pass
        self.ready = time.monotonic() - start
        # The kernel holds some ten datagrams; a manager reads on.
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def listen(self):
        try:
            while self.socket.recv(65536):
                pass
        except OSError:
            pass  # closed by stop

    def usage(self):
        """CPU seconds, voluntary switches and resident bytes of all threads so far."""
        pid = self.process.pid
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        switches = 0
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/status") as file:
                switches += sum(int(l.split()[1]) for l in file if l.startswith("voluntary"))
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), switches, int(fields[21]) * 4096

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.socket.close()
        self.log.close()


class Bench:
    def __init__(self, options):
        self.options, self.redline = options, Path(options.redline).resolve()
        self.scratch = Path(tempfile.mkdtemp(prefix="redline-bench-", dir=options.scratch))
        self.briefings = options.briefings and Path(options.briefings)
        self.statutes = options.statutes and Path(options.statutes)
        self.isSample = self.briefings is None
        if self.isSample:
            self.briefings = self.scratch / "sample"
            texts = [p.read_text() for p in sorted((HOUSE / "Watch").rglob("*.md"))]
            for number in range(2000):
                place = self.briefings / str(number // 100) / f"{number}.md"
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(f"{texts[number % len(texts)]}\n\nNumber {number}.\n")
        self.lines = None

    def notes(self, folder):
        return [p for p in sorted(folder.rglob("*")) if p.is_file()]

    def jsonl(self):
        if self.lines is None:
            self.lines = self.scratch / "lines.jsonl"
            with open(self.lines, "w", encoding="utf-8") as file:
                for path in self.notes(self.briefings):
                    text = path.read_text("utf-8", "replace")
                    form = "markdown" if path.suffix == ".md" else "plain"
                    line = {"id": str(path.relative_to(self.briefings)), "text": text, "format": form}
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return self.lines

    # The rows of the table

    def imports(self, name, folder):
        redline, floor, sizes, recoll = [], [], [], None
        # Whoever comes first would read them from the disk, and the others from memory.
        for path in self.notes(folder):
            path.read_bytes()
        for _ in range(self.options.runs):
            answer = self.scratch / "floor.json"
            with open(answer, "wb") as out:
                Run([sys.executable, str(HERE / "floor.py"), str(folder), str(self.scratch / "floor.sqlite")], stdout=out)
            floor.append(json.loads(answer.read_text()))
            desk = Desk(self, folder)
            redline.append(desk.run("watch", "--once"))
            sizes.append(desk.size())
            desk.close()
        ratio = median([r.seconds / f["seconds"] for r, f in zip(redline, floor)])
        row(f"import of {name}", median([r.seconds for r in redline]), "s", None, None,
            f"floor {median([f['seconds'] for f in floor]):.1f} s, {floor[0]['notes']:,} notes, {floor[0]['bytes'] / 1e6:.0f} MB")
        row(f"import of {name} over the Python floor", ratio, "times", "at most 1.5", ratio <= 1.5)
        peak = max(r.peak for r in redline) / 1e6
        row(f"import of {name}, peak memory", peak, "MB", "under 150", peak < 150)
        size = median([s / f["database"] for s, f in zip(sizes, floor)])
        row(f"index size of {name} over the floor's", size, "times", "at most 1.2", size <= 1.2)
        if not shutil.which("recollindex"):
            return skip(f"import of {name} against recollindex", "recollcmd is not installed")
        if not self.options.recoll:
            return skip(f"import of {name} against recollindex", "asked for with --recoll (minutes)")
        place = self.scratch / "recoll"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / "recoll.conf").write_text(f"topdirs = {folder}\nloglevel = 1\n")
        recoll = Run(["recollindex", "-c", str(place)])
        times = recoll.seconds / median([r.seconds for r in redline])
        row(f"import of {name}, faster than recollindex", times, "times", "at least 8", times >= 8,
            f"recollindex {recoll.seconds:.0f} s, {recoll.peak / 1e6:.0f} MB")

    def imports_briefings(self):
        self.imports("briefings" if not self.isSample else "sample", self.briefings)

    def imports_statutes(self):
        if not self.statutes:
            return skip("import of statutes", "no --statutes")
        self.imports("statutes", self.statutes)

    def start(self):
        runs = [Run([str(self.redline), "code", "--format", "jsonl", "/dev/null"]) for _ in range(20)]
        value = median([r.seconds for r in runs]) * 1000
        row("start-up with the default codebook", value, "ms", "under 30", value < 30,
            f"CPU {median([r.cpu for r in runs]) * 1000:.0f} ms")
        anew = {**os.environ, "REDLINE_CACHE": "off"}
        runs = [Run([str(self.redline), "code", "--format", "jsonl", "/dev/null"], env=anew) for _ in range(20)]
        value = median([r.seconds for r in runs]) * 1000
        row("start-up with the default codebook read anew", value, "ms", "under 150", value < 150,
            f"CPU {median([r.cpu for r in runs]) * 1000:.0f} ms")

    def codes(self, codebook=None, lines=None):
        extra = ["--codebook", str(codebook)] if codebook else []
        return Run([str(self.redline), "code", "--format", "jsonl", *extra, str(lines or self.jsonl())])

    def coding(self):
        size = self.jsonl().stat().st_size / 1e6
        one = [self.codes() for _ in range(self.options.runs)]
        rate = size / median([r.cpu for r in one])
        row("coding alone, one thread", rate, "MB/CPU s", "60, aim 120", rate >= 60, f"{size:.0f} MB of JSON lines")
        peak = max(r.peak for r in one) / 1e6
        row("coding alone, peak memory", peak, "MB", "bounded", None)
        if shutil.which("rg"):
            words = Run(["rg", "-c", "-w", "-i", "russia|ukraine|nato|sanctions", str(self.jsonl())])
            row("  ripgrep, four words, for scale", size / words.cpu, "MB/CPU s")
        # Two processes by halves, as a pipe on a cluster would have them, against one over the whole.
        halves = [self.scratch / "half0.jsonl", self.scratch / "half1.jsonl"]
        # Line by line: a child's peak memory is never less than its parent's was when it was started.
        with open(self.jsonl(), "rb") as whole, open(halves[0], "wb") as even, open(halves[1], "wb") as odd:
            for number, line in enumerate(whole):
                (odd if number % 2 else even).write(line)
        # What the machine itself gives: a hash of 4 KiB over and over, which needs no memory beyond the nearest cache.
        bare = [sys.executable, "-c", "import hashlib, sys\nfor _ in range(int(sys.argv[1])): hashlib.sha1(bytes(4096)).digest()"]
        turns = 400_000
        ratios, ceiling = [], []
        for _ in range(self.options.runs):
            single = self.codes().seconds
            pair = beside([[str(self.redline), "code", "--format", "jsonl", str(h)] for h in halves])
            ratios.append(single / pair)
            ceiling.append(Run([*bare, str(turns)]).seconds / beside([[*bare, str(turns // 2)]] * 2))
        row("coding on two cores over one", median(ratios), "times", "at least 1.8", median(ratios) >= 1.8,
            f"a bare hash {median(ceiling):.2f}")

    def patterns(self):
        """The default codebook with a lexicon of made-up phrases beside its own, used by one more code."""
        book = subprocess.run([str(self.redline), "codebook", "show"], stdout=subprocess.PIPE, check=True).stdout.decode()
        source = random.Random(7)
        with open(self.jsonl(), encoding="utf-8") as file:
            sample = file.read(3_000_000)
        words = sorted({w.lower() for w in sample.split() if w.isalpha() and w.isascii()})
        base = self.codes().cpu
        for count, limit in ((10_000, 1.5), (100_000, 3.0)):
            made = set()
            while len(made) < count:
                made.add(" ".join(source.choices(words, k=source.choice((1, 2, 2, 3)))) + f"x{source.randrange(10)}")
            lexicon = "\n".join(f"    - '{phrase}'" for phrase in sorted(made))
            path = self.scratch / f"book{count}.yaml"
            head, tail = book.split("\nlexicons:\n", 1)
            path.write_text(f"{head}\nlexicons:\n  extra_made_up:\n{lexicon}\n{tail}")
            code = book.split("\ncodes:\n", 1)
            text = path.read_text()
            facet = next(l.split(":", 1)[1].strip() for l in code[1].splitlines() if l.strip().startswith("facet:"))
            head, tail = text.split("\ncodes:\n", 1)
            path.write_text(
                f"{head}\ncodes:\n  - id: extra/made-up\n    notation: X1\n    label: Made up\n    facet: {facet}\n"
                f"    definition: Phrases made up for a measurement.\n    patterns:\n      - {{id: X1.1, match: $extra_made_up}}\n{tail}"
            )
            try:
                started = [Run([str(self.redline), "code", "--codebook", str(path), "--format", "jsonl", "/dev/null"]) for _ in range(3)]
            except SystemExit as error:
                skip(f"{count:,} extra patterns", str(error).splitlines()[-1][:120])
                continue
            start = median([r.seconds for r in started])
            whole = self.codes(path).cpu - median([r.cpu for r in started])
            slower = whole / base
            row(f"coding with {count:,} extra patterns", slower, "times", f"at most {limit}", slower <= limit)
            if count == 100_000:
                row("start-up with 100,000 patterns", start, "s", "under 1", start < 1)

    def standing(self):
        """An index of the statutes, left by others or made once."""
        if not self.statutes:
            return None
        desk = Desk(self, self.statutes)
        desk.run("watch", "--once")
        return desk

    def restart(self):
        desk = self.standing()
        if desk is None:
            return skip("restart with nothing changed", "no --statutes")
        walks, readies, accounts = [], [], []
        for _ in range(self.options.runs):
            start = time.monotonic()
            count = 0
            for root, _, files in os.walk(self.statutes):
                for name in files:
                    os.stat(os.path.join(root, name))
                    count += 1
            walks.append(time.monotonic() - start)
            service = desk.service()
            readies.append(service.ready)
            start = time.monotonic()
            text = desk.text("status")
            accounts.append(time.monotonic() - start)
            service.stop()
        row(f"restart to READY, {count:,} notes", median(readies), "s", "under 1.0", median(readies) < 1)
        ratio = median([r / w for r, w in zip(readies, walks)])
        row("restart over a walk with stat (Python)", ratio, "times", "at most 3", ratio <= 3)
        row("status, held against the tree", median(accounts), "s", "under 1.0", median(accounts) < 1,
            next((l for l in text.splitlines() if "accounted" in l), "")[:80])
        self.idle(desk)
        self.digests(desk)
        self.drops(desk)
        desk.close()

    def idle(self, desk):
        service = desk.service()
        time.sleep(20)  # what is still to be done after READY is not idling
        cpu, switches, _ = service.usage()
        seconds = self.options.idle
        time.sleep(seconds)  # the row is about time passing
        after = service.usage()
        service.stop()
        minutes = seconds / 60
        value = (after[0] - cpu) * 1000 / minutes
        row("idle, CPU a minute", value, "ms", "under 30", value < 30, f"over {seconds} s")
        row("idle, wake-ups a minute", (after[1] - switches) / minutes, "", "under 5", (after[1] - switches) / minutes < 5)
        row("idle, resident", after[2] / 1e6, "MB", "under 60", after[2] < 60e6)

    def digests(self, desk):
        digest = median([desk.run("digest").seconds for _ in range(5)])
        row("digest over all notes indexed", digest, "s", "under 1", digest < 1)
        board = median([desk.run("board").seconds for _ in range(5)]) * 1000
        row("board over all notes indexed", board, "ms", "under 100", board < 100)

    def coded(self):
        """An index that carries as many coded segments as there are: what digests and boards are drawn up from."""
        count = self.options.coded
        config, notes, segments = coded.index(str(self.redline), self.scratch / "coded", count)
        figures = {name: (seconds, peak) for name, seconds, peak in coded.figures(str(self.redline), config, self.options.runs)}
        note = f"{notes:,} notes, {segments:,} segments"
        goals = {"digest of a day": 1.0, "board of a day": 0.1}
        for name, (seconds, peak) in figures.items():
            goal = goals.get(name)
            row(f"{name}, coded notes", seconds * 1000, "ms", goal and f"under {goal * 1000:.0f}", goal and seconds < goal, note)
            row(f"{name}, peak memory", peak / 1e6, "MB", "under 100" if goal else None, peak < 100e6 if goal else None)
        config, notes, segments = coded.index(str(self.redline), self.scratch / "storm", 5_000, storm=max(1, count * 2 // 3))
        for name, seconds, peak in coded.figures(str(self.redline), config, 1, storm=True):
            row(f"{name}, storm", seconds, "s", "under 2", seconds < 2, f"{notes:,} notes, {segments:,} segments")
            row(f"{name}, storm, peak memory", peak / 1e6, "MB", "under 100", peak < 100e6)

    def drops(self, standing):
        """Time from rename to a row in the index, by a second connection's eyes."""
        for settle, goal in (("0", 30), ("500ms", 700)):
            desk = Desk(self, self.scratch / f"watch{settle}", f"settle: {settle}\n")
            desk.watch.mkdir(exist_ok=True)
            desk.state.mkdir()
            if standing is not None:
                # The index of the large corpus, with a watched folder of its own: the same size, the same depth of trees.
                with sqlite3.connect(standing.state / "redline.sqlite") as index:
                    index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                shutil.copy(standing.state / "redline.sqlite", desk.state)
                with sqlite3.connect(desk.state / "redline.sqlite") as index:
                    index.execute("DELETE FROM entry")
                    index.execute("DELETE FROM meta WHERE key LIKE 'watched%'")
                # A standing index has long been on the disk: Redline's first checkpoint is not to write out this copy.
                os.sync()
            service = desk.service()
            index = sqlite3.connect(f"file:{desk.state / 'redline.sqlite'}?mode=ro", uri=True)
            took = [self.drop(desk, index, number) for number in range(60)]
            backlog = self.backlog(desk, index) if settle == "0" else None
            service.stop()
            index.close()
            took.sort()
            name = f"drop to searchable, settle {settle}"
            row(name, median(took), "ms", f"under {goal}", median(took) < goal)
            p99 = took[int(len(took) * 0.99)]
            row(f"{name}, p99", p99, "ms", f"under {2 * goal}", p99 < 2 * goal)
            if backlog:
                took, count = backlog
                note = f"{len(took)} drops while {count:,} notes are worked off"
                row(f"{name}, beside a backlog", median(took), "ms", f"under {goal}", median(took) < goal, note)
                p99 = sorted(took)[int(len(took) * 0.99)]
                row(f"{name}, beside a backlog, p99", p99, "ms", f"under {2 * goal}", p99 < 2 * goal)
            desk.close()

    def drop(self, desk, index, number):
        """Milliseconds from a rename into the watched folder to a row in the index."""
        path = desk.watch / f"drop-{number}.txt"
        hidden = desk.watch / f".drop-{number}.tmp"
        hidden.write_text(f"Drop {number}: Russia demanded that NATO stop its enlargement to the east.\n")
        start = time.monotonic()
        hidden.rename(path)
        while not index.execute(
            "SELECT 1 FROM entry WHERE path = ? AND state = 'coded'", (os.fsencode(path.name),)
        ).fetchone():
            if time.monotonic() - start > 30:
                raise SystemExit("a dropped note never came: " + (desk.folder / "log").read_text()[-500:])
            time.sleep(0.001)
        return (time.monotonic() - start) * 1000

    def backlog(self, desk, index, count=10_000):
        """Drops, a tenth of a second apart, from the moment in which a folder of so many notes is moved in until they are done."""
        notes = self.notes(self.briefings or self.statutes)[:count]
        outside = self.scratch / "backlog"
        for number, path in enumerate(notes):
            place = outside / str(number // 1000) / f"{number}{path.suffix}"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        old = time.time() - 86_400
        for path in outside.rglob("*.*"):
            os.utime(path, (old, old))
        # The file system's own time of change says when the notes last changed: those that stood for five seconds are archive.
        time.sleep(6)
        outside.rename(desk.watch / "backlog")
        took = []
        done = "SELECT count(*) FROM entry WHERE path >= CAST('backlog/' AS BLOB) AND path < CAST('backlog0' AS BLOB) AND state <> 'waiting'"
        while index.execute(done).fetchone()[0] < len(notes):
            took.append(self.drop(desk, index, 1000 + len(took)))
            time.sleep(0.1)
        return took, len(notes)

    def searches(self):
        desk = Desk(self, self.briefings)
        desk.run("watch", "--once")
        queries = [
            ["russia"], ["ukraine"], ["sanctions"], ["open door"], ['"open door"'], ['"red line"'], ["nato enlargement"],
            ["missile*"], ["ceasefire"], ["minsk"], ["donbas"], ['"security guarantees"'], ["nuclear"], ["gas pipeline"],
            ["--code", "redline"], ["--code", "demand"], ["--code", "demand", "--status", "pressed"],
            ["--holder", "russia"], ["russia", "--code", "demand"], ["belarus"],
        ]
        # As it is typed: the configuration is found, not named.
        def search(*words):
            return Run([str(self.redline.resolve()), "search", *words], check=False, cwd=desk.folder).seconds * 1000

        # By turns: the host is not equally fast from one second to the next.
        recoll = self.scratch / "recoll"
        isBeside = bool(shutil.which("recollq") and self.options.recoll and recoll.exists())
        took, other = [], []
        for _ in range(3):
            for query in queries:
                took.append(search(*query))
                if isBeside and not query[0].startswith("--"):
                    other.append(Run(["recollq", "-c", str(recoll), "-n", "20", query[0]], check=False).seconds * 1000)
        row("search as a command, 20 queries", median(took), "ms", "under 40", median(took) < 40)
        stop = median([search("the") for _ in range(5)])
        row("search for a stop word alone, as a command", stop, "ms", "under 50", stop < 50)
        if isBeside:
            row("search, faster than recollq", median(other) / median(took), "times", "above 1", median(other) > median(took),
                f"{median(other):.1f} ms")
        else:
            skip("search against recollq", "needs recollcmd, --recoll, and the index that `import` makes for it")
        desk.close()

    def memory(self):
        """A day's traffic in little: notes in, edited and removed, many times over; resident memory at both ends."""
        desk = Desk(self, self.scratch / "traffic", "settle: 0\n")
        desk.watch.mkdir()
        service = desk.service()
        total, wave, readings = self.options.traffic, 1000, []
        tenth = max(1, total // wave // 10)
        for start in range(0, total, wave):
            for number in range(start, start + wave):
                (desk.watch / f"{number}.txt").write_text(f"Note {number}. NATO will not close its open door. " * 20)
            for number in range(start, start + wave, 2):
                (desk.watch / f"{number}.txt").write_text(f"Edited {number}. Russia demanded guarantees. " * 20)
            desk.run("sync", "--timeout", "300")
            for number in range(start, start + wave):
                (desk.watch / f"{number}.txt").unlink()
            desk.run("sync", "--timeout", "300")
            # At either end once the digest that follows is written: what drawing it up takes is given back.
            if start // wave < 2 * tenth or start // wave >= total // wave - tenth:
                time.sleep(2)
            readings.append(service.usage()[2])
        service.stop()
        # The first tenth warms caches that are meant to be kept. A tenth at either end: one reading may fall upon a digest.
        first, last = median(readings[tenth : 2 * tenth] or readings), median(readings[-tenth:])
        growth = last / first
        row(f"memory after {total:,} notes in, edited, removed", growth, "times", "within 1.1", growth <= 1.1,
            f"{first / 1e6:.0f} to {last / 1e6:.0f} MB, at most {max(readings) / 1e6:.0f}")
        desk.close()

    def growth(self):
        """Cost of a note in small and large imports."""
        folder = self.statutes or self.briefings
        notes = self.notes(folder)
        points = []
        source = random.Random(11)
        source.shuffle(notes)
        for count in [n for n in (1_000, 3_000, 10_000, 30_000, 100_000, 150_000) if n < len(notes)] + [len(notes)]:
            part = self.scratch / f"part{count}"
            for number, path in enumerate(notes[:count]):
                place = part / str(number // 1000) / f"{number}{path.suffix}"
                place.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, place) if path.stat().st_dev == self.scratch.stat().st_dev else shutil.copy(path, place)
            desk = Desk(self, part)
            took = desk.run("watch", "--once")
            points.append({"notes": count, "cpu_ms_a_note": took.cpu * 1000 / count, "ms_a_note": took.seconds * 1000 / count})
            row(f"  cost of a note in an import of {count:,}", points[-1]["cpu_ms_a_note"], "CPU ms")
            desk.close()
            shutil.rmtree(part)
        ratio = points[-1]["cpu_ms_a_note"] / points[0]["cpu_ms_a_note"]
        row("cost of a note, largest import over 1,000", ratio, "times", "at most 1.3", ratio <= 1.3)
        rows[-1]["points"] = points

    def run(self):
        parts = {
            "import": self.imports_briefings, "statutes": self.imports_statutes, "start": self.start, "coding": self.coding,
            "patterns": self.patterns, "search": self.searches, "restart": self.restart, "coded": self.coded,
            "memory": self.memory,
            "growth": self.growth,
        }
        chosen = self.options.only.split(",") if self.options.only else list(parts)
        unknown = [name for name in chosen if name not in parts]
        if unknown:
            sys.exit(f"bench: --only knows {', '.join(parts)}, not {', '.join(unknown)}")
        try:
            for name in chosen:
                parts[name]()
        finally:
            version = subprocess.run([str(self.redline), "--version"], stdout=subprocess.PIPE, check=False).stdout.decode().strip()
            with open(self.options.out, "w") as file:
                json.dump({"version": version, "cores": os.cpu_count(), "load": os.getloadavg(), "rows": rows}, file, indent=1)
            shutil.rmtree(self.scratch, ignore_errors=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("redline")
    options.add_argument("--briefings", default=os.environ.get("BRIEFINGS"))
    options.add_argument("--statutes", default=os.environ.get("STATUTES"))
    options.add_argument("--only", help="import, statutes, start, coding, patterns, search, restart, coded, memory, growth")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--idle", type=int, default=300, help="seconds of the idle row")
    options.add_argument("--traffic", type=int, default=100_000, help="notes of the memory row")
    options.add_argument("--coded", type=int, default=150_000, help="notes of the coded row")
    options.add_argument("--recoll", action="store_true", help="run recollindex too: minutes")
    options.add_argument("--scratch", default=None, help="where to work; the system's temporary folder by default")
    options.add_argument("--out", default="bench.json")
    Bench(options.parse_args()).run()


if __name__ == "__main__":
    main()
