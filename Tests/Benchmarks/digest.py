#!/usr/bin/env python3
"""What digest and board cost over a large index of coded notes: seconds and peak memory.

    Tests/Benchmarks/digest.py REDLINE [--notes 150000] [--days 400] [--sentences 9] [--storm 0] [--keep FOLDER]

The notes are made from the example sentences of the codebook (`redline codebook show`), so many a note with words of no
meaning between them, dated over so many days up to today; `redline code` codes them and `redline import` takes them in:
150,000 notes carry a million segments. `--storm` dates so many further ones today. `--keep` names a folder for the index,
which is used as it stands where there is one."""
import argparse, datetime, json, os, pathlib, random, re, resource, shutil, sqlite3, statistics, subprocess, sys, tempfile, time

TEXT = re.compile(r'\{text: "((?:[^"\\]|\\.)*)"')
WORDS = [a + b + c for a in ("bra", "tol", "mir", "sa", "ke", "lun", "dor", "vi") for b in ("na", "ri", "lo", "meth", "zu") for c
         in ("k", "r", "st", "n", "lar", "den")]


def sentences(redline):
    book = subprocess.run([redline, "codebook", "show"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return [json.loads(f'"{m}"') for m in TEXT.findall(book)]


def lines(redline, notes, days, each, storm, today):
    """Notes as `redline code --format jsonl` reads them, always the same ones."""
    source, pool = random.Random(5), sentences(redline)
    for number in range(notes + storm):
        day = today if number >= notes else today - datetime.timedelta(days=number * days // notes)
        text = []
        for sentence in source.choices(pool, k=each):
            # Words of their own keep notes from counting as copies of each other.
            text.append(sentence)
            text.append(" ".join(source.choices(WORDS, k=12)).capitalize() + ".")
        yield {"id": f"desk/{day}/{number}.txt", "title": f"Note {number}", "date": str(day), "text": " ".join(text)}


def fill(redline, config, made):
    """Codes the lines and takes them in, both by pipe."""
    code = subprocess.Popen([redline, "code", "--format", "jsonl", "--with-text"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    into = subprocess.Popen([redline, "import", "--config", config], stdin=code.stdout, stderr=subprocess.DEVNULL)
    code.stdout.close()
    for line in made:
        code.stdin.write(json.dumps(line).encode() + b"\n")
    code.stdin.close()
    if code.wait() or into.wait():
        raise SystemExit("digest.py: the notes could not be taken in")


def measure(command):
    """Seconds and peak resident bytes of a command that must end well, its answer thrown away."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command}: exit {process.returncode}")
    return time.monotonic() - start, usage.ru_maxrss * 1024


def index(redline, folder, notes, days=400, each=9, storm=0):
    """A configuration over an index in `folder`, filled where it is empty. Returns the configuration, notes, segments."""
    folder = pathlib.Path(folder)
    config = folder / "redline.yaml"
    if not config.exists():
        (folder / "Watch").mkdir(parents=True)
        config.write_text(f"watch: {folder}/Watch\nreports: {folder}/Reports\nstate: {folder}/state\nlog-level: warning\n")
        fill(redline, config, lines(redline, notes, days, each, storm, datetime.datetime.now(datetime.timezone.utc).date()))
    with sqlite3.connect(folder / "state" / "redline.sqlite") as db:
        counts = [db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("note", "segment")]
    return config, *counts


def figures(redline, config, runs=5, storm=False):
    """(name, seconds, bytes) of each command, the medians of some runs; in a storm, of those of today alone."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    newest = today if storm else today - datetime.timedelta(days=2)
    commands = [
        ("digest of a day", ["digest", "--as-of", str(newest)]),
        ("digest of a day as HTML", ["digest", "--as-of", str(newest), "--format", "html"]),
        ("digest of a day as JSON", ["digest", "--as-of", str(newest), "--format", "json"]),
        ("board of a day", ["board", "--period", "day", "--as-of", str(newest)]),
    ]
    if not storm:
        commands += [
            ("digest of a week", ["digest", "--period", "week"]),
            ("digest of a month", ["digest", "--period", "month"]),
            ("board of a week", ["board", "--period", "week"]),
        ]
    for name, words in commands:
        took = [measure([redline, words[0], "--config", config, *words[1:]]) for _ in range(runs)]
        yield name, statistics.median(t for t, _ in took), max(m for _, m in took)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("redline")
    parser.add_argument("--notes", type=int, default=150_000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--sentences", type=int, default=9)
    parser.add_argument("--storm", type=int, default=0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep")
    options = parser.parse_args()
    folder = options.keep or tempfile.mkdtemp(prefix="redline-digest-")
    try:
        config, notes, segments = index(
            options.redline, folder, options.notes, options.days, options.sentences, options.storm)
        print(f"{notes:,} notes, {segments:,} coded segments")
        for name, seconds, peak in figures(options.redline, config, options.runs, storm=options.storm > 0):
            print(f"{name:<28} {seconds * 1000:8.0f} ms {peak / 1e6:8.0f} MB")
    finally:
        if not options.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
