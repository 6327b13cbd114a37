#!/usr/bin/env python3
"""The hand-coded passages as gold, rebuilt from the corpora.

    passages.py FOLDER --set learn|measure > GOLD.jsonl
    redline codebook evaluate GOLD.jsonl

FOLDER holds the unpacked corpora `whbriefings` and `ontopic`. `passages.tsv` names sentences by their document and a hash
of their words; it carries no text. What cannot be found again is told and left out.
"""

import argparse
import collections
import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Where the sentences that were coded were parted.
END = re.compile(r'(?<=[.!?”"])\s+(?=[A-Z“"])')


def key(document, sentence):
    return hashlib.sha1(f"{document}\n{' '.join(sentence.split())}".encode()).hexdigest()[:12]


def sentences(text):
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return [s for part in paragraphs if len(part) > 60 for s in END.split(part) if len(s) > 20]


def read(path):
    """Title, date and text: front matter's title and date are members of their own."""
    text = path.read_text(encoding="utf-8", errors="replace")
    title = date = ""
    front = re.match(r"---\n(.*?)\n---\n", text, re.S)
    if front:
        said = re.search(r"^title: *(.*(?:\n  .*)*)", front[1], re.M)
        title = " ".join(said[1].split()).strip("\"'") if said else ""
        said = re.search(r"^date: *[\"']?(\d{4}-\d\d-\d\d)", front[1], re.M)
        date = said[1] if said else ""
        text = text[front.end():]
    return title, date, text


def code(words):
    name, status, negated, hypothetical, historical, holder = words.split(",")
    return {
        "code": name, "status": status, "negated": negated == "1", "hypothetical": hypothetical == "1",
        "historical": historical == "1", "holder": holder, "quote": "",
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--set", choices=["learn", "measure"], required=True)
    options = options.parse_args()
    passages = collections.defaultdict(list)
    for line in (HERE / "passages.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        which, name, document, before, sentence, codes = line.split("\t")
        if which == options.set:
            passages[name, document].append((before, sentence, codes))
    missing = 0
    for (name, document), rows in passages.items():
        path = options.folder / document
        title, date, text = read(path) if path.exists() else ("", "", "")
        known = {key(document, s): s for s in sentences(text)}
        if rows[0][0] not in known or any(row[1] not in known for row in rows):
            missing += 1
            continue
        gold = {
            "id": name, "source": document, "date": date, "title": title, "context": known[rows[0][0]],
            "sentences": [known[row[1]] for row in rows],
            "codes": [[] if row[2] == "-" else [code(c) for c in row[2].split(";")] for row in rows],
        }
        print(json.dumps(gold, ensure_ascii=False))
    if missing:
        print(f"passages: {missing} of {len(passages)} were not found in {options.folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
