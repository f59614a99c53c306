"""Annotated articles: those of `training/articles` (text with marks, then a line a fact) and those of `tests/gold` (JSON beside the text).

    annotated.py check FILE...     says what is wrong with files of marked articles, and how much they hold

Both become the same records: id, text, published, facts (type, fillers as lists of acceptable names, codes) and triggers (begin, end, fact).
"""
import collections, json, pathlib, re, sys

FILLERS = {"Meeting": ["participants", "place"], "TerritorialClaim": ["claimant", "territory", "against"], "Sanction": ["imposer", "target"]}
CODES = {"Meeting": {"status": "held planned cancelled proposed denied".split(), "medium": "in-person phone video".split()},
         "TerritorialClaim": {"stance": "controls captured lost occupies annexed claims contests withdrew present".split(), "negated": ["true", "false"]},
         "Sanction": {"status": "imposed in-force extended eased lifted threatened proposed opposed".split(),
                      "measure": "sanctions arms-embargo asset-freeze travel-ban trade oil financial flight-ban other".split()}}
NEEDED = {"Meeting": "status", "TerritorialClaim": "stance", "Sanction": "status"}
OTHER = {"Meeting": ["date", "source"], "TerritorialClaim": ["date", "source", "share"], "Sanction": ["date", "source"]}
MARK = re.compile(r"\[\[([\w, ]+):([^\]\[]+)\]\]")


def marked(path):
    """(records, complaints) of a file of marked articles."""
    records, wrong = [], []
    for block in re.split(r"(?m)^### ", path.read_text(encoding="utf-8"))[1:]:
        head, _, rest = block.partition("\n\n")
        name, *lines = head.split("\n")
        about = {k.strip(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        end = re.search(r"(?m)^--\s*$", rest)
        complain = lambda what, name=name: wrong.append(f"{path}: {name}: {what}")
        if not end: complain("no line `--`"); continue
        text, marks = unmarked(rest[:end.start()].strip())
        if "[[" in text or "]]" in text: complain("a mark is broken")
        facts = {}
        for line in filter(str.strip, rest[end.end():].split("\n")):
            key, fact = fact_of(line, text + about.get("title", ""), complain)
            if fact: facts[key] = fact
        for key in {k for _, _, keys in marks for k in keys} ^ set(facts): complain(f"{key} has a mark or a line, not both")
        order = list(facts)
        triggers = [(b, e, order.index(k)) for b, e, keys in marks for k in keys if k in facts]
        records.append({"id": f"{path.parent.name}/{path.stem}/{name}", "text": text, "published": about.get("date"), "facts": list(facts.values()), "triggers": triggers})
    return records, wrong


def unmarked(body):
    """The text without its marks, and where they were: (begin, end, facts)."""
    text, marks, at = "", [], 0
    for mark in MARK.finditer(body):
        text += body[at:mark.start()]
        marks.append((len(text), len(text) + len(mark[2]), [k.strip() for k in mark[1].split(",")]))
        text += mark[2]; at = mark.end()
    return text + body[at:], marks


def fact_of(line, text, complain):
    """`f1 | Meeting | participants=A; B | status=held` → (f1, fact)."""
    parts = [p.strip() for p in line.split("|")]
    if len(parts) < 3 or parts[1] not in FILLERS: complain(f"cannot read {line!r}"); return None, None
    key, kind, fields = parts[0], parts[1], []
    for part in parts[2:]:
        if "=" in part: fields.append(part)
        elif fields: fields[-1] += "|" + part  # `A|B`: two acceptable answers
    fact = {"type": kind, "negated": False, "measure": [], **{role: [] for role in [*FILLERS[kind], "source"]}}
    flat = " ".join(text.lower().split())
    for field in fields:
        name, _, value = field.partition("="); name = name.strip(); values = [v.strip() for v in value.split(";") if v.strip()]
        if name in FILLERS[kind] or name == "source":
            fact[name] = [[v.strip() for v in one.split("|")] for one in values]
            for filler in (f for one in fact[name] for f in one):
                if name != "source" and filler.lower() not in flat: complain(f"{key}: {filler!r} is not in the text")
        elif name in CODES[kind]:
            for v in values:
                if v not in CODES[kind][name]: complain(f"{key}: {name} cannot be {v!r}")
            fact[name] = values == ["true"] if name == "negated" else values if name == "measure" else values[0]
        elif name in OTHER[kind]: fact[name] = values[0] if values else None
        else: complain(f"{key}: unknown field {name!r}")
    if NEEDED[kind] not in fact: complain(f"{key}: no {NEEDED[kind]}")
    return key, fact


def gold(folder):
    """Records of a folder of texts with JSON beside them (the format of `tests/gold`)."""
    records = []
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        g, text = json.loads(path.read_text(encoding="utf-8")), path.with_suffix(".txt").read_text(encoding="utf-8")
        actors = {a["id"]: a["names"] for a in g["actors"]}
        facts, triggers = [], []
        for number, f in enumerate(g["facts"]):
            fillers = {r: [[n for i in ids.split("|") for n in actors.get(i, [])] for ids in f.get(r, [])] for r in [*FILLERS[f["type"]], "source"]}
            facts.append({**f, "negated": bool(f.get("negated")), **fillers})
            for e in f["evidence"]:
                begin = text.index(e["quote"]) + e["quote"].index(e["trigger"])
                triggers.append((begin, begin + len(e["trigger"]), number))
        records.append({"id": path.stem, "text": text, "published": g.get("date"), "facts": facts, "triggers": triggers})
    return records


def articles(folder):
    """Records of all marked articles below a folder."""
    return [r for path in sorted(pathlib.Path(folder).glob("*.txt")) for r in marked(path)[0]]


def main():
    count = collections.Counter()
    for name in sys.argv[2:]:
        records, wrong = marked(pathlib.Path(name))
        for line in wrong: print(line)
        count.update(articles=len(records), words=sum(len(r["text"].split()) for r in records), facts=sum(len(r["facts"]) for r in records), complaints=len(wrong))
    print(", ".join(f"{n} {what}" for what, n in count.items()))
    sys.exit(1 if count["complaints"] else 0)


if __name__ == "__main__":
    main()
