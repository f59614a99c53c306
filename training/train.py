"""Train a tagger-parser-namer from a pretrained encoder, alone (a teacher) or from a teacher's soft answers (the shipped model).

    train.py teacher --shared DIR --base DIR --out FILE
    train.py student --shared DIR --base DIR --teacher FILE --out FILE

Everything random comes from --seed; the same machine and versions give the same weights.
"""
import argparse, json, pathlib, random, time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

import corpora
from corpora import IGNORE
from model import Model, from_base, MAX_PIECES
from wordpiece import CLS, MASK, SEP, WordPiece, case_of, english_pieces

WEIGHTS = {"upos": 0.5, "xpos": 0.5, "names": 0.7, "inner": 0.3}
LAYERS = ["upos", "xpos", "names", "inner"]


def vocabulary(base):
    """(pieces kept, their rows in the base table), under the names this project uses."""
    rename = {"<s>": CLS, "</s>": SEP, "<unk>": "", "<pad>": "", "<mask>": MASK} if "mpnet" in str(base) else {}
    names = pathlib.Path(base, "vocab.txt").read_text(encoding="utf-8").splitlines()
    names = [rename.get(n, n) for n in names]
    kept = [i for i in english_pieces(names) if names[i] and not (rename and names[i] == "[PAD]")]
    seen = {}
    for i in kept: seen.setdefault(names[i], i)
    return list(seen), list(seen.values())


def label_sets(train):
    """Closed label sets: relations seen at least thirty times, tags at least five."""
    def count(layer):
        c = {}
        for s in train:
            for x in getattr(s, layer) or []: c[x] = c.get(x, 0) + 1
        return c
    rels, upos, xpos = count("rels"), count("upos"), count("xpos")
    return {"upos": sorted(k for k in upos if upos[k] >= 5 and k != "_"), "xpos": sorted(k for k in xpos if xpos[k] >= 5 and k != "_"),
            "rels": sorted(k for k in rels if rels[k] >= 30), "names": corpora.BIO}


class Example:
    """One sentence as tensors' raw lists."""
    def __init__(self, s, wp, labels, cache):
        self.words = s.words
        self.ids, self.first, self.word_of = [wp.id[CLS]], [0], [0]
        for k, w in enumerate(s.words):
            pieces = cache.get(w) or cache.setdefault(w, wp.word(w))
            if len(self.ids) + len(pieces) + 1 > MAX_PIECES: break
            self.first.append(len(self.ids)); self.ids += pieces; self.word_of += [k + 1] * len(pieces)
        self.ids.append(wp.id[SEP]); self.word_of.append(0)
        n = self.n = len(self.first) - 1
        self.case = [0] + [case_of(w, i == 0) for i, w in enumerate(s.words[:n])]
        find = lambda table, x: table.get(x, IGNORE)
        self.upos = [find(labels["upos"], x) for x in s.upos[:n]] if s.upos else [IGNORE] * n
        self.xpos = [find(labels["xpos"], x) for x in s.xpos[:n]] if s.xpos else [IGNORE] * n
        self.names = list(s.names[:n]) if s.names else [IGNORE] * n
        self.inner = list(s.inner[:n]) if s.inner else [IGNORE] * n
        self.tree = bool(s.heads)
        self.heads = [h if h <= n else IGNORE for h in s.heads[:n]] if s.heads else [IGNORE] * n
        self.rels = [labels["rels"].get(r, labels["rels"].get(r.split(":")[0], IGNORE)) for r in s.rels[:n]] if s.rels else [IGNORE] * n
        self.soft = None


def batches(examples, budget, rng=None):
    order = list(range(len(examples)))
    if rng: rng.shuffle(order)
    order.sort(key=lambda i: len(examples[i].ids) + (rng.random() * 3 if rng else 0))
    out, cur, longest = [], [], 0
    for i in order:
        longest = max(longest, len(examples[i].ids))
        if cur and longest * (len(cur) + 1) > budget: out.append(cur); cur, longest = [], len(examples[i].ids)
        cur.append(examples[i])
    if cur: out.append(cur)
    if rng: rng.shuffle(out)
    return out


def tensors(batch, wp, rng=None):
    """Padded tensors; with `rng`, case noise and masked pieces (targets stay)."""
    width, words = max(len(e.ids) for e in batch), max(e.n for e in batch)
    ids = torch.full((len(batch), width), wp.id[SEP]); cases = torch.zeros_like(ids); mask = torch.zeros_like(ids, dtype=torch.bool)
    first = torch.zeros((len(batch), words + 1), dtype=torch.long); real = torch.zeros_like(first, dtype=torch.bool)
    gold = {k: torch.full((len(batch), words), IGNORE) for k in LAYERS + ["heads", "rels"]}
    for b, e in enumerate(batch):
        piece_ids, case = e.ids, e.case
        if rng:
            roll = rng.random()
            if roll < 0.03: case = [1 if c in (2, 3, 4, 5, 7) else c for c in case]
            elif roll < 0.06: case = [3 if c in (1, 2, 5, 7) else c for c in case]
            elif roll < 0.08: case = [2 if c == 1 else c for c in case]
            piece_ids = [wp.id[MASK] if 0 < i < len(e.ids) - 1 and rng.random() < 0.04 else p for i, p in enumerate(e.ids)]
        ids[b, :len(e.ids)] = torch.tensor(piece_ids); mask[b, :len(e.ids)] = True
        cases[b, :len(e.ids)] = torch.tensor([case[w] for w in e.word_of])
        first[b, :e.n + 1] = torch.tensor(e.first); real[b, :e.n + 1] = True
        for k in gold: gold[k][b, :e.n] = torch.tensor(getattr(e, k))
    return ids, cases, mask, first, real, gold


def soft_tensors(batch, sizes, rels, words):
    tags = torch.zeros(len(batch), words, sum(sizes)); arcs = torch.zeros(len(batch), words, words + 1); rel = torch.zeros(len(batch), words, rels)
    heads = torch.zeros(len(batch), words, dtype=torch.long)
    for b, e in enumerate(batch):
        t, a, r, h = e.soft
        tags[b, :e.n] = t; arcs[b, :e.n, :e.n + 1] = a; rel[b, :e.n] = r; heads[b, :e.n] = h
    return tags, arcs, rel, heads


def hard_loss(model, tags, arcs, rel, gold):
    ce = lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=IGNORE) if (y >= 0).any() else x.sum() * 0
    loss = sum(WEIGHTS[k] * ce(t, gold[k]) for k, t in zip(LAYERS, tags))
    return loss + ce(arcs, gold["heads"]) + ce(model.relations(rel, gold["heads"].clamp(min=0)), gold["rels"])


def soft_loss(model, tags, arcs, rel, soft, real):
    """Cross-entropy against the teacher's distributions, over every word."""
    s_tags, s_arcs, s_rel, heads = soft
    mean = lambda logits, target: -(target * F.log_softmax(logits, -1)).sum(-1)[real].mean()
    loss = sum(WEIGHTS[k] * mean(t, s) for k, t, s in zip(LAYERS, tags, s_tags.split(model.sizes, -1)))
    return loss + mean(arcs, s_arcs) + mean(model.relations(rel, heads), s_rel)


@torch.no_grad()
def evaluate(model, wp, sets, labels, cache):
    model.eval(); out = {}
    for name, sentences in sets.items():
        tally = dict.fromkeys(["words", "upos", "xpos", "uas", "las"], 0); hit = found = want = 0
        examples = [Example(s, wp, labels, cache) for s in sentences]
        for e, s in zip(examples, sentences): e.gold_names = s.names
        for batch in batches(examples, 4000):
            ids, cases, mask, first, real, gold = tensors(batch, wp)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tags, arcs, rel, _ = model(ids, cases, mask, first, real)
                heads = arcs.argmax(-1); rels = model.relations(rel, heads).argmax(-1)
            ok = gold["heads"] >= 0
            tally["words"] += ok.sum().item()
            tally["upos"] += ((tags[0].argmax(-1) == gold["upos"]) & ok).sum().item(); tally["xpos"] += ((tags[1].argmax(-1) == gold["xpos"]) & ok).sum().item()
            right = (heads == gold["heads"]) & ok
            tally["uas"] += right.sum().item(); tally["las"] += (right & (rels == gold["rels"])).sum().item()
            for b, e in enumerate(batch):
                if e.gold_names is None: continue
                g, p = corpora.spans(e.gold_names), corpora.spans(tags[2][b, :e.n].argmax(-1).tolist())
                hit += len(g & p); found += len(p); want += len(g)
        out[name] = {k: round(100 * tally[k] / max(tally["words"], 1), 2) for k in tally if k != "words"} | {"names": round(200 * hit / max(found + want, 1), 2)}
    model.train(); return out


@torch.no_grad()
def answers(teachers, examples, wp_of, sets):
    """Give each example the teachers' mean distributions (half precision). Teachers may use different pieces."""
    for t in teachers: t.eval()
    pairs = {id(e): e for e in examples[0]}
    for batch_at in batches([_Row(i, e) for i, e in enumerate(examples[0])], 4000):
        mean = None
        for t, wp, exs in zip(teachers, wp_of, examples):
            batch = [exs[r.at] for r in batch_at]
            ids, cases, mask, first, real, gold = tensors(batch, wp)
            with torch.autocast("cpu", dtype=torch.bfloat16): tags, arcs, rel, _ = t(ids, cases, mask, first, real)
            probs = [torch.cat([x.softmax(-1) for x in tags], -1), arcs.softmax(-1)]
            heads = torch.where(gold["heads"] >= 0, gold["heads"], probs[1].argmax(-1)) if mean is None else heads
            with torch.autocast("cpu", dtype=torch.bfloat16): probs.append(t.relations(rel, heads).softmax(-1))
            mean = probs if mean is None else [a + b for a, b in zip(mean, probs)]
        for b, r in enumerate(batch_at):
            n = examples[0][r.at].n
            cut = [m[b, :n] / len(teachers) for m in mean]
            examples[0][r.at].soft = (cut[0].half(), cut[1][:, :n + 1].half(), cut[2].half(), heads[b, :n].clone())


class _Row:
    def __init__(self, at, e): self.at, self.ids, self.n = at, e.ids, e.n


def swapped(sentences, pool, rng, names_of):
    """Copies in which names are replaced by others of the same kind and length: the tree stays right."""
    out = []
    for k, s in enumerate(sentences):
        names = sorted(corpora.spans(names_of[k])) if names_of[k] is not None else []
        if not names: continue
        words, changed = list(s.words), False
        for b, e, t in names:
            options = pool.get((t, e - b), [])
            if len(options) > 5 and rng.random() < 0.7: words[b:e] = rng.choice(options); changed = True
        if changed:
            inner = None if s.inner is None else [IGNORE if names_of[k][i] > 0 else x for i, x in enumerate(s.inner)]
            out.append(corpora.Sentence(words, s.upos, s.xpos, s.heads, s.rels, s.names, inner, s.source, s.doc))
    return out


def build(base, layers, labels, pieces, label):
    config = json.loads(pathlib.Path(base, "config.json").read_text())
    mpnet = config["model_type"] == "mpnet"
    return Model(pieces, layers, len(labels["upos"]), len(labels["xpos"]), len(corpora.BIO), len(labels["rels"]), config["hidden_size"], mpnet, config["layer_norm_eps"], label)


def fit(model, examples, wp, args, step_loss, test):
    rng = random.Random(args.seed)
    body = [p for n, p in model.named_parameters() if n.split(".")[0] in ("word", "position", "norm", "layers", "relative") and p.requires_grad]
    head = [p for n, p in model.named_parameters() if n.split(".")[0] not in ("word", "position", "norm", "layers", "relative")]
    opt = torch.optim.AdamW([{"params": body, "peak": args.lr}, {"params": head, "peak": args.head_lr}], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    total = len(batches(examples, args.batch, random.Random(0))) * args.epochs
    step, began = 0, time.time()
    model.train()
    mean, mean_steps = None, 0
    for epoch in range(args.epochs):
        running = 0.0; todo = batches(examples, args.batch, rng)
        for batch in todo:
            rate = min(1, step / args.warmup) * max(0.0, 1 - step / total)
            for g in opt.param_groups: g["lr"] = g["peak"] * rate
            ids, cases, mask, first, real, gold = tensors(batch, wp, rng)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tags, arcs, rel, _ = model(ids, cases, mask, first, real, head_drop=args.head_drop)
                loss = step_loss(model, tags, arcs, rel, gold, batch, real[:, 1:])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            opt.step(); opt.zero_grad(set_to_none=True)
            step += 1; running += loss.item()
            if step % 100 == 0: print(f"step {step}/{total} loss {running / (todo.index(batch) + 1):.3f} {time.time() - began:.0f}s", flush=True)
            if epoch == args.epochs - 1 and step > total - len(todo) // 2 and step % 10 == 0:  # mean of the last half epoch
                with torch.no_grad():
                    now = [p.detach() for p in model.parameters()]
                    mean_steps += 1
                    mean = [p.clone() for p in now] if mean is None else [m.add_(p - m, alpha=1 / mean_steps) for m, p in zip(mean, now)]
        print(f"epoch {epoch + 1} loss {running / len(todo):.3f} {time.time() - began:.0f}s {json.dumps(test()) if epoch % args.eval_every == args.eval_every - 1 or epoch == args.epochs - 1 else ''}", flush=True)
        if epoch + 1 == args.stop_after: return
    if mean is not None:
        with torch.no_grad():
            for p, m in zip(model.parameters(), mean): p.copy_(m)
        print("mean of last half epoch", json.dumps(test()), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("mode", choices=["teacher", "student"])
    ap.add_argument("--shared", required=True); ap.add_argument("--base", required=True); ap.add_argument("--out", required=True)
    ap.add_argument("--teacher", action="append", default=[]); ap.add_argument("--layers", type=int, default=9); ap.add_argument("--label", type=int, default=128)
    ap.add_argument("--epochs", type=int, default=6); ap.add_argument("--batch", type=int, default=1400); ap.add_argument("--warmup", type=int, default=150)
    ap.add_argument("--lr", type=float, default=7e-5); ap.add_argument("--head-lr", type=float, default=1e-3); ap.add_argument("--head-drop", type=float, default=0.2)
    ap.add_argument("--gold", type=float, default=0.4, help="student: weight of the annotated answers; the rest is the teacher's")
    ap.add_argument("--copies", type=int, default=1, help="student: copies with names swapped"); ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--eval-every", type=int, default=2); ap.add_argument("--stop-after", type=int, default=0, help="end after so many epochs of the schedule"); ap.add_argument("--limit", type=int)
    args = ap.parse_args()
    torch.manual_seed(args.seed); rng = random.Random(args.seed)
    train, test = corpora.load(args.shared)
    sets = label_sets(train)
    if args.limit: train = rng.sample(train, args.limit); test = {k: v[:100] for k, v in test.items()}
    labels = {k: {x: i for i, x in enumerate(v)} for k, v in sets.items()}
    pieces, kept = vocabulary(args.base); wp = WordPiece(pieces); cache = {}
    print(len(pieces), "pieces;", {k: len(v) for k, v in sets.items()}, flush=True)
    state = load_file(str(pathlib.Path(args.base, "model.safetensors")))
    model = build(args.base, args.layers, sets, len(pieces), args.label); from_base(state, kept, model)
    pool = corpora.name_pool(train)
    if args.mode == "teacher":
        model.word.weight.requires_grad_(False)
        train = train + swapped(train, pool, rng, [s.names if s.source in ("crossner", "ewt-dev", "articles") else None for s in train])
        step_loss = lambda m, tags, arcs, rel, gold, batch, real: hard_loss(m, tags, arcs, rel, gold)
        examples = [Example(s, wp, labels, cache) for s in train]
    else:
        teachers, words, caches = [], [], []
        for path in args.teacher:
            saved = torch.load(path, weights_only=False)
            t = build(saved["base"], saved["layers"], sets, len(saved["pieces"]), saved.get("label", 128)); t.load_state_dict(saved["model"])
            teachers.append(t); words.append(WordPiece(saved["pieces"])); caches.append({})
        began = time.time()
        def teach(sentences, keep=None):
            views = [[Example(s, w, labels, c) for s in sentences] for w, c in zip(words, caches)]
            own = [Example(s, wp, labels, cache) for s in sentences]
            answers(teachers, views, words, sets)
            pairs = [(o, v) for o, v in zip(own, views[0]) if o.n == v.n]
            for o, v in pairs: o.soft = v.soft
            return [o for o, _ in pairs]
        # Universal NER annotates only EWT's dev part of what may be trained on: it counts twice, the rest of the names being of other styles.
        train = train + [s for s in train if s.source == "ewt-dev"]
        examples = teach(train)
        silver = [e.soft[0].split(model.sizes, -1)[2].argmax(-1).tolist() for e in examples]
        by_words = {tuple(e.words): t for e, t in zip(examples, silver)}
        for _ in range(args.copies):
            copies = swapped(train, pool, rng, [s.names if s.names and IGNORE not in s.names else by_words.get(tuple(s.words)) for s in train])
            examples += teach(copies)
        print(len(examples), "examples, answered in", round(time.time() - began), "s", flush=True)
        del teachers
        def step_loss(m, tags, arcs, rel, gold, batch, real):
            soft = soft_tensors(batch, m.sizes, len(sets["rels"]), real.shape[1])
            return args.gold * hard_loss(m, tags, arcs, rel, gold) + (1 - args.gold) * soft_loss(m, tags, arcs, rel, soft, real)
    print(len(examples), "examples", sum(e.n for e in examples), "words", sum(len(e.ids) for e in examples), "pieces", flush=True)
    fit(model, examples, wp, args, step_loss, lambda: evaluate(model, wp, test, labels, cache))
    torch.save({"model": model.state_dict(), "pieces": pieces, "labels": sets, "base": args.base, "layers": args.layers, "label": args.label}, args.out)


if __name__ == "__main__":
    main()
