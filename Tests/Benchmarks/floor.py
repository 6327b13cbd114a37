"""The floor for anyone who uses SQLite: fill a full-text index with whole notes, without reading a sentence.

usage: floor.py FOLDER DATABASE
Notes are read in the order of their paths and committed a thousand a transaction, WAL, synchronous=FULL.
Prints one JSON line: notes, bytes, seconds, database bytes.
"""

import json
import os
import sqlite3
import sys
import time


def notes(folder):
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield os.path.join(root, name)


def main():
    folder, database = sys.argv[1:3]
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(database + suffix):
            os.remove(database + suffix)
    started = time.monotonic()
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE VIRTUAL TABLE notes USING fts5(path UNINDEXED, text, tokenize='unicode61 remove_diacritics 2')")
    count = size = 0
    connection.execute("BEGIN")
    for path in notes(folder):
        with open(path, "rb") as file:
            data = file.read()
        text = data.decode("utf-8", "replace")
        connection.execute("INSERT INTO notes VALUES (?, ?)", (os.fsencode(path).decode("utf-8", "replace"), text))
        count += 1
        size += len(data)
        if count % 1000 == 0:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    seconds = time.monotonic() - started
    print(json.dumps({"notes": count, "bytes": size, "seconds": round(seconds, 3), "database": os.path.getsize(database)}))


if __name__ == "__main__":
    main()
