#!/usr/bin/env python3
"""What Redline says of segments in whole documents, held against labels by hand.

    score.py REDLINE FOLDER [--set learn|measure] [--codebook FILE] [--by code|source] [--wrong status|holder|...]

FOLDER holds the unpacked corpora `whbriefings` and `ontopic`. `labels.tsv` names a sentence by its document and a hash of
its words; it carries no text. Prints for each set how many of the labelled segments are found, and of those that are
rightly coded the share with the right status, holder and modifiers.
"""

import argparse
import collections
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASPECTS = ("status", "holder", "hypothetical", "negated", "historical")


def key(document, sentence, code):
    words = " ".join(sentence.split())
    return hashlib.sha1(f"{document}\n{words}\n{code}".encode()).hexdigest()[:12]


def labels(path):
    """By key: set, document, code, whether it applies, and what is right of it."""
    found = {}
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            continue
        name, which, document, code, applies, status, negated, hypothetical, historical, holder = line.split("\t")
        found[name] = {
            "set": which, "document": document, "code": code, "applies": applies == "1", "status": status, "holder": holder,
            "negated": negated == "1", "hypothetical": hypothetical == "1", "historical": historical == "1",
        }
    return found


def request(folder, document):
    """The document as a line for `redline code`: front matter's title and date are members of their own."""
    text = (folder / document).read_bytes().decode("utf-8", "replace")
    line = {"id": document, "format": "markdown"}
    front = re.match(r"---\n(.*?)\n---\n", text, re.S)
    if front:
        for member in ("title", "date"):
            said = re.search(rf"^{member}: *(.*(?:\n  .*)*)", front[1], re.M)
            if said:
                value = " ".join(said[1].split())
                quoted = re.fullmatch(r"\"(.*)\"|'(.*)'", value)
                if quoted:
                    value = quoted[1].replace('\\"', '"') if quoted[1] is not None else quoted[2].replace("''", "'")
                line[member] = value
        text = text[front.end():]
    return line | {"text": text}


def coded(redline, folder, documents, codebook):
    """Segments by key."""
    found = {}
    with tempfile.TemporaryFile("w+") as source:
        for document in documents:
            source.write(json.dumps(request(folder, document)) + "\n")
        source.seek(0)
        command = [redline, "code", "--format", "jsonl", "--with-text"] + (["--codebook", codebook] if codebook else [])
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE)
        for line in process.stdout:
            answer = json.loads(line)
            text = answer["text"]
            for segment in answer["segments"]:
                place = segment["sentence"]
                segment["words"] = " ".join(text[place["start"]:place["end"]].split())
                found[key(answer["id"], segment["words"], segment["code"])] = segment
        if process.wait():
            sys.exit(f"redline: exit {process.returncode}")
    return found


def shares(name, chosen, segments):
    found = [(label, segments[name]) for name, label in chosen if name in segments]
    right = [(label, segment) for label, segment in found if label["applies"]]
    if not right:
        return
    print(f"{name:<24} labelled {len(chosen):5}  found {len(found):5}  apply {len(right) / len(found):.3f} ", end="")
    for aspect in ASPECTS:
        print(f" {aspect} {sum(label[aspect] == segment[aspect] for label, segment in right) / len(right):.3f}", end="")
    true = sum(label["negated"] and segment["negated"] for label, segment in right)
    said = sum(label["negated"] for label, _ in right) + sum(segment["negated"] for _, segment in right)
    print(f"  negated F1 {2 * true / said if said else 1:.2f}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("redline")
    options.add_argument("folder", type=Path)
    options.add_argument("--labels", type=Path, default=HERE / "labels.tsv")
    options.add_argument("--set", choices=["learn", "measure"])
    options.add_argument("--codebook")
    options.add_argument("--by", choices=["code", "source"])
    options.add_argument("--wrong", choices=ASPECTS, help="list what is wrong in this")
    options = options.parse_args()
    known = {n: label for n, label in labels(options.labels).items() if options.set in (None, label["set"])}
    documents = sorted({label["document"] for label in known.values()})
    segments = coded(options.redline, options.folder, documents, options.codebook)
    groups = collections.defaultdict(list)
    for name, label in known.items():
        groups[label["set"]].append((name, label))
        if options.by == "code":
            groups[label["code"]].append((name, label))
        elif options.by == "source":
            groups["/".join(label["document"].split("/")[:2])].append((name, label))
    for group in sorted(groups):
        shares(group, groups[group], segments)
    for name, label in known.items() if options.wrong else []:
        segment = segments.get(name)
        if segment and label["applies"] and label[options.wrong] != segment[options.wrong]:
            print(f"{label['code']}: {segment[options.wrong]}, not {label[options.wrong]}: {segment['words']}")


if __name__ == "__main__":
    main()
