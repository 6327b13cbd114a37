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

from score import request

HERE = Path(__file__).resolve().parent
# Where the sentences that were coded were parted.
END = re.compile(r'(?<=[.!?”"])\s+(?=[A-Z“"])')


def key(document, sentence):
    return hashlib.sha1(f"{document}\n{' '.join(sentence.split())}".encode()).hexdigest()[:12]


def sentences(text):
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return [s for part in paragraphs if len(part) > 60 for s in END.split(part) if len(s) > 20]


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
        note = request(options.folder, document) if (options.folder / document).exists() else {"text": ""}
        known = {key(document, s): s for s in sentences(note["text"])}
        if rows[0][0] not in known or any(row[1] not in known for row in rows):
            missing += 1
            continue
        gold = {
            "id": name, "source": document, "date": note.get("date", "")[:10], "title": note.get("title", ""), "context": known[rows[0][0]],
            "sentences": [known[row[1]] for row in rows],
            "codes": [[] if row[2] == "-" else [code(c) for c in row[2].split(";")] for row in rows],
        }
        print(json.dumps(gold, ensure_ascii=False))
    if missing:
        print(f"passages: {missing} of {len(passages)} were not found in {options.folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
