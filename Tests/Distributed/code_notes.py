"""Codes notes on a Spark cluster: a folder of notes becomes Parquet, Parquet becomes JSON lines, and each partition goes
through `redline code --format jsonl --with-text` as a pipe. One executor is killed while it works; Spark runs its
partitions again, and the result is the same.

    code_notes.py REDLINE NOTES OUT [--master local-cluster[2,1,1024]] [--partitions 48] [--spare]

OUT/coded.jsonl holds the answers, ordered by id. What happened is printed as JSON on the last line.
"""

import argparse
import json
import os
import shlex
import shutil
import signal
import sys
import threading
import time

from pyspark.sql import SparkSession


def notes_below(folder):
    found = []
    for root, folders, files in os.walk(folder):
        folders.sort()
        found += [os.path.join(root, name) for name in sorted(files) if name.endswith((".md", ".txt"))]
    return found


def read(folder):
    def row(path):
        with open(path, encoding="utf-8", errors="replace") as file:
            return {
                "id": os.path.relpath(path, folder),
                "text": file.read(),
                "format": "markdown" if path.endswith(".md") else "plain",
            }

    return row


def executors():
    """Process ids of this driver's executors: JVMs of their own, found by parentage in /proc."""
    parents, commands = {}, {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
            with open(f"/proc/{name}/cmdline", "rb") as file:
                commands[int(name)] = file.read()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended between the listing and the look

    def is_ours(pid):
        while pid in parents:
            pid = parents[pid]
            if pid == os.getpid():
                return True
        return False

    return sorted(
        pid for pid, words in commands.items() if b"CoarseGrainedExecutorBackend" in words and is_ours(pid)
    )


class Killer(threading.Thread):
    """Kills one executor once a quarter of the partitions is done: nobody can have finished, all have begun."""

    def __init__(self, context, partitions):
        super().__init__(daemon=True)
        self.context, self.partitions = context, partitions
        self.killed = self.done_then = None

    def run(self):
        tracker = self.context.statusTracker()
        while True:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info and info.numTasks == self.partitions and info.numCompletedTasks >= self.partitions // 4:
                    self.done_then = info.numCompletedTasks
                    self.killed = executors()[0]
                    os.kill(self.killed, signal.SIGKILL)
                    return
            time.sleep(0.02)  # Spark has no call that waits for progress


def main():
    options = argparse.ArgumentParser()
    options.add_argument("redline")
    options.add_argument("notes")
    options.add_argument("out")
    options.add_argument("--master", default="local-cluster[2,1,1024]")
    options.add_argument("--partitions", type=int, default=48)
    options.add_argument("--spare", action="store_true", help="kill nobody")
    options = options.parse_args()
    notes = os.path.abspath(options.notes)
    shutil.rmtree(options.out, ignore_errors=True)
    os.makedirs(options.out)

    spark = (
        SparkSession.builder.master(options.master)
        .appName("redline")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.executor.memory", "1g")
        .getOrCreate()
    )
    context = spark.sparkContext
    context.setLogLevel("ERROR")

    parquet = os.path.join(os.path.abspath(options.out), "notes.parquet")
    paths = notes_below(notes)
    if not paths:
        sys.exit(f"{notes}: no notes (*.md, *.txt)")
    rows = context.parallelize(paths, options.partitions).map(read(notes))
    spark.createDataFrame(rows, "id string, text string, format string").write.parquet(parquet)

    lines = spark.read.parquet(parquet).repartition(options.partitions, "id").toJSON()
    # toJSON gives a DataFrame in recent versions of Spark and an RDD in earlier ones.
    lines = lines if hasattr(lines, "pipe") else lines.rdd.map(lambda row: row[0])
    command = f"{shlex.quote(os.path.abspath(options.redline))} code --format jsonl --with-text"
    coded = lines.pipe(command, checkCode=True)

    killer = Killer(context, coded.getNumPartitions())
    before = executors()
    if not options.spare:
        killer.start()
    start = time.monotonic()
    answers = coded.map(lambda line: (json.loads(line)["id"], line)).collect()
    seconds = time.monotonic() - start
    after = executors()
    with open(os.path.join(options.out, "coded.jsonl"), "w", encoding="utf-8") as file:
        for _, line in sorted(answers):
            file.write(line + "\n")
    spark.stop()
    if not options.spare and killer.killed is None:
        sys.exit("the job was over before an executor could be killed: give it more notes")
    print(
        json.dumps(
            {
                "notes": len(paths),
                "seconds": round(seconds, 1),
                "executors": before,
                "killed": killer.killed,
                "partitions done when it was killed": killer.done_then,
                "executors afterwards": after,
            }
        )
    )


main()
