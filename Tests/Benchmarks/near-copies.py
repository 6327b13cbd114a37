#!/usr/bin/env python3
"""How well near copies are found: precision and recall on derivatives planted among real notes.

    Tests/Benchmarks/near-copies.py .build/release/redline NOTES [--bases 400]

NOTES is a folder of real notes (plain text or Markdown, any depth). So many of them, of 120 to 3,000 words, are
taken as bases; each gets seven derivatives (below). Every note that is no derivative of another is a true
negative against all others, those of the same day and event among them. Bases are split in halves by their
name's hash: thresholds may be looked at on the first half (--sweep), the second is what is reported.
Redline indexes the lot as it would any folder; clusters are read from its index. Seeded: the same folder gives the
same figures."""
import argparse, collections, hashlib, pathlib, random, re, sqlite3, subprocess, sys, tempfile

FILLER = ("the of and to in that is for with was on as by at from has had will would could says said officials "
          "told reporters according statement week month year government minister talks region border forces").split()


def paragraphs(text):
    return [p for p in re.split(r"\n\s*\n", text) if p.strip()]


def headline(parts, rng):
    words = re.findall(r"\w+", " ".join(parts))
    return ["Update: " + " ".join(rng.sample(words, min(9, len(words))))] + parts[1:]


def dropped(parts, rng):
    if len(parts) < 5:  # a note of few paragraphs loses sentences instead
        parts = re.split(r"(?<=[.!?])\s+", " ".join(parts))
    gone = set(rng.sample(range(len(parts)), max(1, len(parts) // 5)))
    return [p for i, p in enumerate(parts) if i not in gone]


def reordered(parts, rng):
    if len(parts) < 4:
        parts = re.split(r"(?<=[.!?])\s+", " ".join(parts))
    parts = parts[:]
    rng.shuffle(parts)
    return parts


def reworded(parts, rng):
    """One word in forty becomes another, as when an editor goes over a wire story."""
    def touch(word):
        return rng.choice(FILLER) if rng.random() < 0.025 else word
    return [" ".join(touch(w) for w in p.split()) for p in parts]


def truncated(parts, rng):
    words = " \n\n ".join(parts).split(" ")
    return [" ".join(words[: len(words) * 8 // 10]) + " (more)"]


def boilerplate(parts, rng):
    head = "AGENCY WIRE. For use by subscribers only. Not for release before six o'clock. Editors: this item runs once."
    foot = ("About the agency: it has reported from forty capitals for sixty years. Write to the desk with questions "
            "and corrections. All rights reserved; copying needs our leave in writing.")
    return [head] + parts + [foot]


def edited(parts, rng):
    """A new headline, one paragraph in ten gone, one word in a hundred changed, a foot."""
    keep = [p for p in parts if len(parts) < 10 or rng.random() > 0.1]
    keep = [" ".join(rng.choice(FILLER) if rng.random() < 0.01 else w for w in p.split()) for p in keep]
    return headline(keep, rng) + ["Reporting by our own desk."]


KINDS = {f.__name__: f for f in (headline, dropped, reordered, reworded, truncated, boilerplate, edited)}


def body(path):
    text = path.read_text("utf-8", "replace").replace("\r", "")
    if text.startswith("---\n"):
        end = text.find("\n---", 4)
        text = text[end + 4:] if end > 0 else text
    return paragraphs(text)


def plant(notes, count, into):
    bases = {}
    digests = set()
    for path in sorted(notes.rglob("*"), key=lambda p: hashlib.sha256(str(p.relative_to(notes)).encode()).digest()):
        if len(bases) == count:
            break
        if path.suffix not in (".md", ".txt") or not path.is_file() or path.stat().st_size > 30_000:
            continue
        parts = body(path)
        words = len(" ".join(parts).split())
        key = hashlib.sha256("\n".join(parts).encode()).digest()
        if not 120 <= words <= 3000 or key in digests:
            continue
        digests.add(key)
        name = f"{len(bases):04}"
        bases[name] = path
        rng = random.Random(name)
        (into / f"{name}-base.txt").write_text("\n\n".join(parts))
        for kind, make in KINDS.items():
            (into / f"{name}-{kind}.txt").write_text("\n\n".join(make(parts, rng)))
    return bases


def half(name):
    return hashlib.sha256(name.encode()).digest()[0] & 1


def resemblance(a, b):
    equal = sum(x == y for x, y in zip(a, b)) / len(a)
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))


def report(rows, which, label):
    """Of pairs of notes in one cluster, how many stem from one base; of derivatives, how many lie with their base."""
    rows = [r for r in rows if half(r[0]) == which]
    clusters = collections.defaultdict(list)
    where = {}
    for name, kind, cluster, _ in rows:
        clusters[cluster].append(name)
        where[name, kind] = cluster
    true = pairs = 0
    for names in clusters.values():
        pairs += len(names) * (len(names) - 1) // 2
        true += sum(n * (n - 1) // 2 for n in collections.Counter(names).values())
    found = {k: [where[n, k] == where[n, "base"] for n, b, _, _ in rows if b == k] for k in KINDS}
    print(f"{label}: {len({r[0] for r in rows})} bases, {len(rows)} notes")
    print(f"  precision of pairs counted as copies  {true}/{pairs} = {true / max(1, pairs):.4f}")
    total = sum(map(sum, found.values())), sum(map(len, found.values()))
    print(f"  recall of derivatives                 {total[0]}/{total[1]} = {total[0] / total[1]:.4f}")
    for kind, hits in found.items():
        print(f"    {kind:12} {sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.3f}")


def sweep(rows):
    rows = [r for r in rows if half(r[0]) == 0 and r[3]]
    base = {n: s for n, k, _, s in rows if k == "base"}
    print("first half, pairs compared one by one: threshold, recall of derivatives, pairs of different bases at or above it")
    own = [resemblance(base[n], s) for n, k, _, s in rows if k != "base" and n in base]
    names = sorted(base)
    other = [resemblance(base[a], base[b]) for i, a in enumerate(names) for b in names[i + 1:]]
    for threshold in (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        hit = sum(x >= threshold for x in own)
        print(f"  {threshold:.2f}  {hit / len(own):.3f}  {sum(x >= threshold for x in other)} of {len(other)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("redline", type=pathlib.Path)
    parser.add_argument("notes", type=pathlib.Path)
    parser.add_argument("--bases", type=int, default=400)
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--list", action="store_true", help="name the bases that were taken for one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "Watch").mkdir()
        bases = plant(options.notes, options.bases, root / "Watch")
        command = [str(options.redline.resolve()), "watch", "--once", "--watch", str(root / "Watch"), "--reports",
                   str(root / "Reports"), "--state", str(root / "state")]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, cwd=root)
        index = next(p for p in (root / "state").iterdir() if p.is_file() and p.read_bytes()[:15] == b"SQLite format 3")
        rows = []
        for path, cluster, signature in sqlite3.connect(index).execute(
                "SELECT n.path, r.cluster, r.signature FROM revision r JOIN note n ON n.id = r.note"
                " WHERE r.until IS NULL"):
            name, kind = bytes(path).decode().removesuffix(".txt").split("-", 1)
            rows.append((name, kind, cluster, signature))
        # What came out byte for byte as another is a duplicate to the ledger, and no near copy: its base goes.
        whole = collections.Counter(r[0] for r in rows)
        rows = [r for r in rows if whole[r[0]] == len(KINDS) + 1]
        if options.sweep:
            sweep(rows)
        report(rows, 0, "first half")
        report(rows, 1, "second half")
        if options.list:
            clusters = collections.defaultdict(set)
            for name, _, cluster, _ in rows:
                clusters[cluster].add(name)
            for names in sorted(map(sorted, clusters.values())):
                if len(names) > 1:
                    print("taken for one:", *(bases[n].relative_to(options.notes) for n in names), sep="\n  ")


if __name__ == "__main__":
    sys.exit(main())
