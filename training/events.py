"""Train the event network: which words tell a fact, its codes, and who fills its roles; on articles annotated for this project.

    events.py features PROGRAM OUT        annotated articles through examples/event_features (PROGRAM): what the network sees of them
    events.py train FEATURES OUT          the network, from all-MiniLM-L6-v2 on the parser's table of pieces
    events.py export MODEL.pt OUT         8-bit rows, as the program embeds them

It learns from `training/articles` and `tests/gold`; the loss on `tests/unseen` is shown and not learnt from.
"""
import argparse, collections, hashlib, itertools, json, math, pathlib, random, re, subprocess, time, unicodedata

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

import annotated
from export import rows as quantised
from model import HEADS, Model, from_base
from train import vocabulary
from wordpiece import CLS, MASK, SEP, WordPiece

HERE = pathlib.Path(__file__).parent
WORD_ROWS, PAIR_ROWS = 4096, 16384  # as in examples/event_features.rs
TYPES = list(annotated.FILLERS)
ROLES = [f"{t}.{r.removesuffix('s') if r == 'participants' else r}" for t in TYPES for r in [*annotated.FILLERS[t], "source"]]
CODES = [(t, p, [c for c in codes if c != "false"]) for t in TYPES for p, codes in annotated.CODES[t].items()]
ENDS = list(itertools.accumulate((len(codes) for _, _, codes in CODES), initial=len(TYPES)))
SPANS = list(zip(ENDS, ENDS[1:]))  # of each property's codes among the scores
DROPPED = {"encoder": 0.1, "heads": 0.3, "features": 0.12, "pieces": 0.06}  # shares of states, features and pieces that an epoch does not see
SEEN_ELSEWHERE = 0.3  # weight of a word in a window that only leads up to what is new there


def normal(name):
    """A name as names are compared: without case, accents, punctuation, article and possessive."""
    name = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    name = re.sub(r"[^\w\s]", " ", re.sub(r"[’']s\b", "", name))
    return re.sub(r"^(the|a|an) ", "", " ".join(name.split()))


# --- what the network sees ----------------------------------------------------------------------

def features(program, out):
    tests = HERE.parent / "tests"
    records = annotated.articles(HERE / "articles") + annotated.gold(tests / "gold")
    records += [{**r, "unseen": True} for r in annotated.gold(tests / "unseen")]
    lines = []
    for r in records:
        at = [0]
        for c in r["text"]: at.append(at[-1] + len(c.encode()))
        r["triggers"] = [[at[b], at[e], f] for b, e, f in r["triggers"]]
        asked = [[b, e, r["facts"][f]["type"]] for b, e, f in r["triggers"]]
        lines.append(json.dumps({"id": r["id"], "text": r["text"], "published": r["published"], "triggers": asked}, ensure_ascii=False) + "\n")
    seen = subprocess.run([program], input="".join(lines).encode(), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    with open(out, "w", encoding="utf-8") as file:
        for r, line in zip(records, seen, strict=True): file.write(json.dumps({**r, "seen": json.loads(line)}, ensure_ascii=False) + "\n")


class Window:
    """One window of an article as tensors, with what is to be learnt in it."""
    def __init__(self, w, words, groups):
        self.words = [tuple(a) for a in w["words"]]
        self.ids, self.cases, self.firsts = (torch.tensor(w[k]) for k in ("ids", "cases", "firsts"))
        self.new = w["new"]
        place = {a: i for i, a in enumerate(self.words)}
        most = max(len(words[s][k][2]) for s, k in self.words)
        self.features = torch.tensor([(f := words[s][k][2]) + [0] * (most - len(f)) for s, k in self.words])
        self.tells, self.weight = torch.zeros(len(self.words), len(TYPES)), torch.ones(len(self.words), len(TYPES))
        self.weight[:w["new"][0]] = SEEN_ELSEWHERE; self.weight[w["new"][1]:] = SEEN_ELSEWHERE
        for (at, kind), g in groups.items():  # the other words of an annotated phrase are neither
            for a in self.words:
                begin, end, _ = words[a[0]][a[1]]
                if a[0] == at[0] and begin < g.end and end > g.begin and (a, kind) not in groups: self.weight[place[a], TYPES.index(kind)] = 0
        self.told = []
        for (at, kind), g in groups.items():
            if at not in place: continue
            self.tells[place[at], TYPES.index(kind)] = 1
            if w["new"][0] <= place[at] < w["new"][1]: self.told.append(Told(place, at, kind, g))


class Told:
    """A word that tells facts: who could take part, and who does."""
    def __init__(self, place, at, kind, group):
        self.place, self.kind, self.facts = place[at], kind, group.facts
        pairs = [p for p in group.pairs if (p[0], p[1]) in place]
        self.who = torch.tensor([place[p[0], p[1]] for p in pairs], dtype=torch.long)
        self.features = torch.tensor([f for p in pairs for f in p[4]], dtype=torch.long)
        ends = [0]
        for p in pairs: ends.append(ends[-1] + len(p[4]))
        self.offsets = torch.tensor(ends[:-1], dtype=torch.long)
        self.roles = []
        for number, role in enumerate(ROLES):
            if not role.startswith(kind + "."): continue
            inside = [i for i, p in enumerate(pairs) if p[2] == group.slots.get(role, 0)]
            entities = sorted({pairs[i][3] for i in inside}); index = {e: n for n, e in enumerate(entities)}
            right, either = torch.zeros(len(entities)), []
            for alternatives in group.fillers[role]:
                here = [index[e] for e in alternatives if e in index]
                if len(here) == 1: right[here[0]] = 1
                elif here: either.append(here)
            if entities: self.roles.append((number, torch.tensor(inside), torch.tensor([index[pairs[i][3]] for i in inside]), right, either))


class Group:
    """The facts that one word tells."""
    def __init__(self, begin, end, pairs, slots):
        self.begin, self.end, self.pairs, self.slots, self.facts, self.fillers = begin, end, pairs, slots, [], collections.defaultdict(list)


def read(path):
    """(whether it is held back, windows) of each article."""
    for line in open(path, encoding="utf-8"):
        r = json.loads(line); seen = r["seen"]
        names, slots = [{normal(n) for n in e} - {""} for e in seen["names"]], dict(seen["slots"])
        groups = {}
        for (begin, end, number), t in zip(r["triggers"], seen["triggers"]):
            if t is None: raise SystemExit(f"{r['id']}: the mark at byte {begin} stands at no word")
            fact = r["facts"][number]
            g = groups.setdefault((tuple(t["at"]), fact["type"]), Group(begin, end, t["pairs"], slots))
            g.facts.append(fact)
            for role in ROLES:
                kind, field = role.split(".")
                if kind != fact["type"]: continue
                for wanted in fact["participants" if field == "participant" else field]:
                    wanted = {normal(w) for w in wanted}
                    g.fillers[role].append([e for e, n in enumerate(names) if n & wanted])
        yield r.get("unseen", False), [Window(w, seen["words"], groups) for w in seen["windows"] if w["words"]]


# --- the network --------------------------------------------------------------------------------

class Net(nn.Module):
    def __init__(self, encoder, wp, hidden=384, inner=256, added=128, multiplied=64):
        super().__init__()
        self.encoder, self.added, self.wp = encoder, added, wp
        self.drop, self.drop_inside = nn.Dropout(DROPPED["heads"]), nn.Dropout(DROPPED["encoder"])
        self.word, self.word_features = nn.Linear(hidden, inner), nn.Embedding(WORD_ROWS, inner, padding_idx=0)
        self.scores = nn.Linear(inner, SPANS[-1][1])
        self.told, self.named = nn.Linear(hidden, added + multiplied), nn.Linear(hidden, added + multiplied)
        self.both, self.role_features, self.roles = nn.Linear(multiplied, added), nn.EmbeddingBag(PAIR_ROWS, added, mode="sum", padding_idx=0), nn.Linear(added, len(ROLES))
        for table in (self.word_features, self.role_features): nn.init.normal_(table.weight, std=0.02); table.weight.data[0] = 0

    def states(self, windows):
        longest = max(len(w.ids) for w in windows)
        ids = torch.zeros(len(windows), longest, dtype=torch.long); cases = torch.zeros_like(ids); mask = torch.zeros_like(ids, dtype=torch.bool)
        for k, w in enumerate(windows): n = len(w.ids); ids[k, :n], cases[k, :n], mask[k, :n] = w.ids, w.cases, True
        if self.training:
            hidden = (torch.rand(ids.shape) < DROPPED["pieces"]) & mask & (ids != self.wp.id[CLS]) & (ids != self.wp.id[SEP])
            ids = ids.masked_fill(hidden, self.wp.id[MASK])
        last = self.encode(ids, cases, mask)
        return [last[k][w.firsts] for k, w in enumerate(windows)]

    def encode(self, ids, cases, mask):
        """`Model.encode` with dropout, its last states."""
        e = self.encoder
        x = self.drop_inside(e.norm(e.word(ids) + e.position(torch.arange(ids.shape[1])) + e.case(cases)))
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in e.layers:
            batch, n, hidden = x.shape
            q, k, v = layer.qkv(x).view(batch, n, 3, HEADS, hidden // HEADS).permute(2, 0, 3, 1, 4)
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(batch, n, hidden)
            x = layer.norm1(x + self.drop_inside(layer.out(mixed)))
            x = layer.norm2(x + self.drop_inside(layer.down(F.gelu(layer.up(x), approximate="tanh"))))
        return x

    def some(self, features):
        """Features but for some that are not shown; row 0 is none."""
        return features.masked_fill(torch.rand(features.shape) < DROPPED["features"], 0) if self.training else features

    def of_words(self, states, features):
        features = self.some(features)
        return self.scores(self.drop(F.relu(self.word(self.drop(states)) + self.word_features(features).sum(-2))))

    def of_roles(self, states, told):
        a, b, n = self.told(self.drop(states[told.place])), self.named(self.drop(states[told.who])), self.added
        inner = F.relu(a[:n] + b[:, :n] + self.both(a[n:] * b[:, n:]) + self.role_features(self.some(told.features), told.offsets))
        return self.roles(self.drop(inner))


def code_loss(scores, fact):
    loss = 0
    for (kind, name, codes), (begin, end) in zip(CODES, SPANS):
        if kind != fact["type"]: continue
        if name in ("negated", "measure"):
            given = ["true"] * fact["negated"] if name == "negated" else fact.get("measure") or ["sanctions"]
            right = torch.tensor([float(c in given) for c in codes])
            loss = loss + (0.3 if name == "measure" else 1) * F.binary_cross_entropy_with_logits(scores[begin:end], right, reduction="sum")
        else:
            code = fact.get(name) or ("in-person" if name == "medium" else None)
            if code in codes: loss = loss + (0.5 if name == "medium" else 1) * F.cross_entropy(scores[None, begin:end], torch.tensor([codes.index(code)]))
    return loss


def of_entities(scores, number, inside, index, count):
    """An entity's score is that of its likeliest mention."""
    return torch.full((count,), -30.0).scatter_reduce(0, index, scores[inside, number], "amax")


def role_loss(net, states, told):
    if not told.roles: return 0
    scores, loss = net.of_roles(states, told), 0
    for number, inside, index, right, either in told.roles:
        mine = of_entities(scores, number, inside, index, len(right)); right, weight = right.clone(), torch.ones(len(right))
        for group in either:  # one of these is enough: the likeliest, unless one is wanted anyway
            best = next((i for i in group if right[i]), None)
            if best is None: best = max(group, key=lambda i: mine[i].item())
            right[best] = 1
            for i in group:
                if not right[i]: weight[i] = 0
        loss = loss + (F.binary_cross_entropy_with_logits(mine, right, reduction="none") * weight).sum()
    return loss


def loss_of(net, windows):
    tells = codes = roles = 0
    for states, w in zip(net.states(windows), windows):
        scores = net.of_words(states, w.features)
        tells = tells + (F.binary_cross_entropy_with_logits(scores[:, :len(TYPES)], w.tells, reduction="none") * w.weight).sum()
        for told in w.told:
            codes = codes + sum(code_loss(scores[told.place], f) for f in told.facts) / len(told.facts)
            roles = roles + role_loss(net, states, told)
    return [x / len(windows) for x in (tells, codes, roles)]


def start(base, table):
    """The lowest layers of the base model on the parser's table of pieces, positions and cases, which stays as it is."""
    shipped = load_file(table)
    pieces, kept = vocabulary(base)
    encoder = Model(len(pieces), 6, 1, 1, 1, 1)
    state = {k.removeprefix("bert."): v for k, v in load_file(base / "model.safetensors").items()}
    from_base(state, kept, encoder)
    for name in ("word", "position", "case"):
        part = getattr(encoder, name)
        part.weight.data.copy_(shipped[name + ".q"].float() * shipped[name + ".scale"][:, None]); part.weight.requires_grad = False
    for name in ("tags", "arc_dep", "arc_head", "arc", "rel_dep", "rel_head", "rel_side"):
        for p in getattr(encoder, name).parameters(): p.requires_grad = False
    encoder.rel.requires_grad = False
    return Net(encoder, WordPiece(pieces))


def train(o):
    torch.manual_seed(o.seed); rng = random.Random(o.seed)
    windows, held = [], []
    for unseen, some in read(o.features): (held if unseen else windows).extend(some)
    print(f"{len(windows)} windows to learn from, {len(held)} held back", flush=True)
    net = start(o.base, o.table)
    inside = [p for n, p in net.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": inside, "lr": o.lr}, {"params": heads, "lr": o.head_lr}], weight_decay=0.01)
    steps = o.epochs * math.ceil(len(windows) / o.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / (0.05 * steps)) * max(0.02, 1 - s / steps))
    mean, taken, step = None, 0, 0
    for epoch in range(o.epochs):
        net.train(); began, sums = time.time(), torch.zeros(3)
        order = sorted(windows, key=lambda w: len(w.ids) + rng.random() * 40)
        batches = [order[i:i + o.batch] for i in range(0, len(order), o.batch)]; rng.shuffle(batches)
        for batch in batches:
            parts = loss_of(net, batch); loss = parts[0] + 0.5 * parts[1] + 0.5 * parts[2]
            optimizer.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_(net.parameters(), 5.0); optimizer.step(); schedule.step(); step += 1
            if step > 0.7 * steps and step % 10 == 0:  # what ships is the mean of the last third
                now, taken = {k: v.detach().clone() for k, v in net.state_dict().items()}, taken + 1
                mean = now if mean is None else {k: m + (now[k] - m) / taken for k, m in mean.items()}
            sums += torch.tensor([p.item() if torch.is_tensor(p) else p for p in parts]) * len(batch)
        net.eval()
        with torch.no_grad(): other = sum(torch.tensor([float(p) for p in loss_of(net, [w])]) for w in held) / max(1, len(held))
        show = lambda t: " ".join(f"{x:.3f}" for x in t)
        print(f"epoch {epoch + 1} {time.time() - began:.0f} s; words, codes, roles: learnt {show(sums / len(windows))}, held back {show(other)}", flush=True)
    torch.save(mean, o.out)


def export(model, out):
    m, tensors = {k: v.float() for k, v in torch.load(model).items()}, {}
    def norm(ours, theirs): tensors[ours + ".gain"], tensors[ours + ".bias"] = m[theirs + ".weight"].contiguous(), m[theirs + ".bias"].contiguous()
    norm("norm", "encoder.norm")
    count = 1 + max(int(k.split(".")[2]) for k in m if k.startswith("encoder.layers."))
    for i in range(count):
        for part in ("qkv", "out", "up", "down"): quantised(tensors, f"layers.{i}.{part}", m[f"encoder.layers.{i}.{part}.weight"], m[f"encoder.layers.{i}.{part}.bias"])
        for part in ("norm1", "norm2"): norm(f"layers.{i}.{part}", f"encoder.layers.{i}.{part}")
    for part in ("word", "scores", "told", "named", "both", "roles"): quantised(tensors, "event." + part, m[part + ".weight"], m[part + ".bias"])
    for part in ("word_features", "role_features"): quantised(tensors, "event." + part, m[part + ".weight"])
    labels = [["layers", str(count)], ["types", *TYPES], ["roles", *ROLES], ["codes", *(f"{t}.{p}.{c}" for t, p, cs in CODES for c in cs)], ["licence", "CC-BY-SA-4.0"]]
    digest = hashlib.sha256(b"".join(tensors[name].numpy().tobytes() for name in sorted(tensors)))
    labels.append(["digest", digest.hexdigest()[:16]])  # what tells one training from another in the record of a run
    save_file(tensors, out, metadata={"labels": "\n".join(map(" ".join, labels))})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    of = parser.add_subparsers(dest="what", required=True)
    p = of.add_parser("features"); p.add_argument("program"); p.add_argument("out")
    p = of.add_parser("export"); p.add_argument("model"); p.add_argument("out")
    p = of.add_parser("train"); p.add_argument("features"); p.add_argument("out")
    p.add_argument("--base", type=pathlib.Path, default="minilm"); p.add_argument("--table", default=HERE.parent / "src/language/data/english.safetensors")
    p.add_argument("--epochs", type=int, default=4); p.add_argument("--batch", type=int, default=8)
    p.add_argument("--lr", type=float, default=3e-4); p.add_argument("--head-lr", type=float, default=1.5e-3); p.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    if o.what == "features": features(o.program, o.out)
    elif o.what == "export": export(o.model, o.out)
    else: train(o)


if __name__ == "__main__":
    main()
