"""Corpora → one list of sentences with whatever layers each corpus has (None: layer missing).

Names are BIO over PER, ORG, LOC: `names` the outermost, `inner` what stands inside them.
A label of -100 is not trained on.
"""
import dataclasses, json, pathlib, random, re

IGNORE = -100
BIO = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
BIO_ID = {b: i for i, b in enumerate(BIO)}
CONNECTORS = {"of", "for", "and", "the", "de", "al", "von", "van", "bin", "der", "du", "da", "del", "la", "el", "ul",
              "-", "'s", "’s", "&", ".", "on", "in", "to", "/"}
TITLES = set("""mr mrs ms miss dr sir lord lady president vice prime minister foreign defence defense interior secretary senator sen rep
 representative congressman congresswoman governor gov mayor general gen lieutenant lt colonel col major maj captain capt sergeant
 sgt admiral king queen prince princess pope father sister brother uncle aunt professor prof judge justice chancellor ambassador chief
 commander dame emperor sheikh officer director chairman . ' -""".split())


@dataclasses.dataclass
class Sentence:
    words: list
    upos: list = None
    xpos: list = None
    heads: list = None
    rels: list = None
    names: list = None   # ids of BIO or IGNORE
    inner: list = None
    source: str = ""
    doc: str = ""


def bio(length, spans):
    """(begin, end, type) spans, not overlapping → BIO ids."""
    tags = [0] * length
    for b, e, t in spans:
        tags[b] = BIO_ID["B-" + t]
        for i in range(b + 1, e): tags[i] = BIO_ID["I-" + t]
    return tags


def read_conllu(path, source):
    rows, doc, out = [], "", []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"): doc = line.split("=")[-1].strip()
        if line.startswith("#"): continue
        if line:
            f = line.split("\t")
            if f[0].isdigit(): rows.append(f)
            continue
        if rows:
            s = Sentence([r[1] for r in rows], [r[3] for r in rows], [r[4] for r in rows], [int(r[6]) for r in rows], [r[7] for r in rows], source=source, doc=doc)
            s.misc = [r[9] for r in rows]
            out.append(s)
            rows = []
    return out


ENTITY = re.compile(r"\(|\)|[^()]+")


def markables(misc):
    """GUM `Entity=` of one sentence → (begin, end, type, head tokens); an entity that leaves the sentence is dropped."""
    stack, out = [], []
    for i, m in enumerate(misc):
        value = next((p[7:] for p in m.split("|") if p.startswith("Entity=")), "")
        for t in re.finditer(r"\(([^()]+)\)|\(([^()]+)|([^()]*)\)", value):
            text = t[1] or t[2]
            if text:
                f = text.split("-")
                if len(f) > 5: stack.append((f[0], f[1], i, f[5]))
            if t[1] or t[3] is not None:
                key = (t[1] or t[3]).split("-")[0]
                at = next((k for k in range(len(stack) - 1, -1, -1) if stack[k][0] == key), None)
                if at is None: continue
                eid, kind, begin, head = stack.pop(at)
                heads = [begin + int(h) - 1 for h in head.split(",") if h.isdigit()]
                out.append((begin, i + 1, kind, [h for h in heads if h <= i]))
    return out


GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}


def gum_names(s):
    """(outer, inner) names: markables of the three types whose head is a proper noun, or a title with one, cut to the name itself."""
    best = {}  # place of a name → the shortest markable it was cut from: that one is about the name
    for begin, end, kind, heads in markables(s.misc):
        proper = [h for h in heads if s.xpos[h] in ("NNP", "NNPS") and (h == heads[0] or (s.heads[h] - 1 == heads[0] and s.rels[h] in ("flat", "appos")))]
        if kind not in GUM_TYPES or not proper: continue
        if any(s.rels[i] == "cc" and s.heads[i] - 1 in range(begin, end) and s.heads[s.heads[i] - 1] - 1 in heads for i in range(begin, end)): continue
        name = lambda i: s.xpos[i] in ("NNP", "NNPS") or (s.words[i][:1].isupper() and s.upos[i] in ("ADJ", "NOUN", "NUM")) or (s.upos[i] == "NUM" and i > begin)
        b, e = proper[0], proper[0] + 1
        while b > begin:
            if name(b - 1): b -= 1
            elif s.words[b - 1].lower() in CONNECTORS and b - 2 >= begin and name(b - 2) and s.words[b - 1].lower() not in ("and", "the", "in", "on", "to"): b -= 2
            else: break
        while e < end:
            if name(e): e += 1
            elif s.words[e].lower() in CONNECTORS and not (kind == "person" and s.words[e].lower() in ("of", "for", "and", "on", "in", "to")):
                k = e
                while k < end and s.words[k].lower() in CONNECTORS and k - e < 2: k += 1
                if k < end and name(k): e = k + 1
                else: break
            else: break
        if kind == "person":
            while b < e - 1 and s.words[b].lower().rstrip(".") in TITLES: b += 1
        while b < e and s.upos[b] == "NUM": b += 1
        if b < e: best[b, e] = min(best.get((b, e), (len(s.words) + 1, "")), (end - begin, GUM_TYPES[kind]))
    outer, inner = [], []
    for sp in sorted(((b, e, kind) for (b, e), (_, kind) in best.items()), key=lambda x: (x[0] - x[1], x[0])):
        hit = [o for o in outer if sp[0] < o[1] and o[0] < sp[1]]
        if not hit: outer.append(sp)
        elif all(o[0] <= sp[0] and sp[1] <= o[1] and o[:2] != sp[:2] for o in hit) and not any(sp[0] < o[1] and o[0] < sp[1] for o in inner): inner.append(sp)
    return bio(len(s.words), outer), bio(len(s.words), inner)


def read_iob(path, types, source, sep=None):
    """Column files; IOB1 and IOB2 both. `types` maps the corpus's types to ours, the others become O."""
    out, words, tags = [], [], []
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        line = line.rstrip("\n")
        if line.startswith("# ") and "\t" not in line: continue
        if not line.strip() or line.startswith("-DOCSTART-"):
            if words:
                ids, prev = [], None
                for t in tags:
                    kind = types.get(t[2:]) if t != "O" else None
                    if kind is None: ids.append(0)
                    else: ids.append(BIO_ID[("I-" if t[0] == "I" and prev == t[2:] else "B-") + kind])
                    prev = t[2:] if t != "O" else None
                out.append(Sentence(words, names=ids, source=source))
            words, tags = [], []
            continue
        f = line.split(sep)
        words.append(f[0]); tags.append(f[1])
    return out


def read_uner(path, ewt):
    """UNER's IOB2 laid over the EWT sentences it annotates (same order, same tokens)."""
    groups, cur = [], []
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        line = line.rstrip("\n")
        if not line:
            if cur: groups.append(cur)
            cur = []
        elif not line.startswith("#"):
            f = line.split("\t")
            if f[0].isdigit(): cur.append((f[1], f[2]))
    by_text = {"".join(w for w, _ in g): g for g in groups}
    missing = 0
    for s in ewt:
        g = by_text.get("".join(s.words))
        missing += g is None
        if g is None: continue
        # tokens may have been cut anew since: carry tags over by character
        chars = [BIO_ID.get(t, 0) for w, t in g for _ in w]
        starts = {sum(len(w) for w, _ in g[:k]) for k in range(len(g))}
        s.names, at = [], 0
        for w in s.words:
            t = chars[at]
            if t in (1, 3, 5) and at not in starts: t += 1
            s.names.append(t); at += len(w)
    return missing


SIMPLE = re.compile(r"\d+(?:[.,:]\d+)*|(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Gov|Sen|St)\.|[^\W\d_]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\w+|\S")


def simple_sentences(text):
    """Enough of a splitter for marked-up training text: words with offsets, cut after sentence-final marks and at line ends."""
    cur = []
    for m in SIMPLE.finditer(text):
        if cur and "\n" in text[cur[-1][2]:m.start()]: yield cur; cur = []
        cur.append((m[0], m.start(), m.end()))
        if m[0] in ".!?" and re.match(r"[\"”’')]*\s+[\"“‘(]?[A-Z]", text[m.end():m.end() + 8]):
            yield cur; cur = []
    if cur: yield cur


def read_articles(folder):
    """Annotated articles: every actor's names are marked; an unmarked capitalised word may be a place and is not trained on."""
    kinds = {"Person": "PER", "State": "LOC", "Organization": "ORG", "ArmedGroup": "ORG", "Place": "LOC"}
    out = []
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        g = json.loads(path.read_text())
        text = path.with_suffix(".txt").read_text()
        names = sorted({(n, kinds[a["type"]]) for a in g["actors"] for n in a["names"] if n.split()[-1][:1].isupper()}, key=lambda x: (-len(x[0]), x))
        for sent in simple_sentences(text):
            at_begin, at_end = {b: i for i, (_, b, _) in enumerate(sent)}, {e: i + 1 for i, (_, _, e) in enumerate(sent)}
            lo, hi = sent[0][1], sent[-1][2]
            outer, inner = [], []
            for name, kind in names:
                for m in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text[lo:hi]):
                    b, e = at_begin.get(lo + m.start()), at_end.get(lo + m.end())
                    if b is None or e is None: continue
                    if kind == "ORG" and sent[b][0] in ("The", "the") and e - b > 1: b += 1
                    hit = [o for o in outer if b < o[1] and o[0] < e]
                    if not hit: outer.append((b, e, kind))
                    elif all(o[0] <= b and e <= o[1] and o[:2] != (b, e) for o in hit) and not any(b < o[1] and o[0] < e for o in inner): inner.append((b, e, kind))
            words = [w for w, _, _ in sent]
            tags = bio(len(words), outer)
            for b, e, _ in outer:  # a phrase ("heights above Kargil and Drass") is no name, but holds some
                if any(w[:1].islower() and w.lower() not in CONNECTORS for w in words[b:e]): tags[b:e] = [IGNORE] * (e - b)
            for i, w in enumerate(words):
                if tags[i] == 0 and w[:1].isupper() and (i > 0 or w.isupper()): tags[i] = IGNORE
            out.append(Sentence(words, names=tags, inner=bio(len(words), inner), source="articles", doc=path.stem))
    return out


CROSSNER = {"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC", "location": "LOC"}
PLAIN = {k: k for k in ("PER", "ORG", "LOC")}


def load(shared):
    """(training sentences, test sets by name). Everything the measures use stays out of training."""
    c = pathlib.Path(shared) / "corpora"
    train, test = [], {}
    ewt_dev = read_conllu(c / "ewt-dev.conllu", "ewt")
    print("EWT dev sentences without UNER names:", read_uner(c / "uner-ewt-dev.iob2", ewt_dev))
    for s in ewt_dev: s.source = "ewt-dev"
    test["ewt"] = read_conllu(c / "ewt-test.conllu", "ewt")
    print("EWT test sentences without UNER names:", read_uner(c / "uner-ewt-test.iob2", test["ewt"]))
    gum = {part: read_conllu(c / f"gum-{part}.conllu", "gum") for part in ("train", "dev", "test")}
    for part in gum.values():
        for s in part: s.names, s.inner = gum_names(s)
    news = lambda s: s.doc.startswith("GUM_news_")
    test["gum"] = gum["test"]
    test["news"] = [s for s in gum["dev"] + gum["test"] if news(s)]
    test["crossner"] = read_iob(c / "crossner-politics-test.txt", CROSSNER, "crossner", "\t")
    train += read_conllu(c / "ewt-train.conllu", "ewt") + ewt_dev + gum["train"] + [s for s in gum["dev"] if not news(s)]
    train += read_conllu(c / "pud.conllu", "pud")
    for part in ("train", "dev"): train += read_iob(c / f"crossner-politics-{part}.txt", CROSSNER, "crossner", "\t")
    train += read_iob(c / "wikigold.txt", PLAIN, "wikigold")
    train += read_articles(pathlib.Path(shared) / "eval" / "train")
    return train, test


def spans(tags):
    """BIO ids → set of (begin, end, type)."""
    out, begin = set(), None
    for i, t in enumerate(list(tags) + [0]):
        label = BIO[t] if t >= 0 else "O"
        if begin is not None and not (label[0] == "I" and label[2:] == kind): out.add((begin, i, kind)); begin = None
        if label[0] == "B" or (label[0] == "I" and begin is None): begin, kind = i, label[2:]
    return out


def name_pool(train):
    """(type, length) → names seen in training, for swapping."""
    pool = {}
    for s in train:
        if s.names:
            for b, e, t in sorted(spans(s.names)): pool.setdefault((t, e - b), set()).add(tuple(s.words[b:e]))
    return {k: sorted(v) for k, v in pool.items()}


if __name__ == "__main__":
    import collections, sys
    train, test = load(sys.argv[1])
    print(collections.Counter(s.source for s in train), {k: len(v) for k, v in test.items()})
    rng = random.Random(1)
    for src in ("gum", "articles", "ewt-dev", "wikigold", "crossner"):
        for s in rng.sample([s for s in train if s.source == src and s.names and any(t > 0 for t in s.names)], 8):
            print(src, [" ".join(s.words[b:e]) + "/" + t for b, e, t in sorted(spans(s.names))], "INNER", [" ".join(s.words[b:e]) + "/" + t for b, e, t in sorted(spans(s.inner or []))])
