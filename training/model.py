"""The network: a BERT encoder with case rows, and heads on each word's first piece."""
import math

import torch
import torch.nn.functional as F
from torch import nn

ARC = 384
MAX_PIECES = 512
HEADS = 12


def buckets(n, count=32, furthest=128):
    """MPNet's (T5's) buckets of relative positions: exact when near, logarithmic when far."""
    away = torch.arange(n)[None] - torch.arange(n)[:, None]
    half, near = count // 2, count // 4
    d = away.abs()
    far = (near + (d.clamp(min=1).float() / near).log() / math.log(furthest / near) * (half - near)).long().clamp(max=half - 1)
    return torch.where(away > 0, half, 0) + torch.where(d < near, d, far)


class Layer(nn.Module):
    def __init__(self, hidden, eps):
        super().__init__()
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=eps)
        self.up = nn.Linear(hidden, 4 * hidden)
        self.down = nn.Linear(4 * hidden, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=eps)

    def forward(self, x, mask):
        b, n, hidden = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, hidden // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (hidden // HEADS) ** -0.5  # written out: quicker than the fused kernel at these lengths
        a = torch.softmax(scores + mask, -1).to(v.dtype) @ v
        x = self.norm1(x + self.out(a.transpose(1, 2).reshape(b, n, hidden)))
        return self.norm2(x + self.down(F.gelu(self.up(x), approximate="tanh")))


class Model(nn.Module):
    def __init__(self, pieces, layers, upos, xpos, names, rels, hidden=384, relative=False, eps=1e-12, label=128):
        super().__init__()
        self.word = nn.Embedding(pieces, hidden)
        self.position = nn.Embedding(MAX_PIECES, hidden)
        self.case = nn.Embedding(8, hidden)
        self.norm = nn.LayerNorm(hidden, eps=eps)
        self.layers = nn.ModuleList(Layer(hidden, eps) for _ in range(layers))
        self.relative = nn.Embedding(32, HEADS) if relative else None
        self.tags = nn.Linear(hidden, upos + xpos + 2 * names)  # upos, xpos, names, inner names: one product
        self.sizes = [upos, xpos, names, names]
        self.arc_dep, self.arc_head = nn.Linear(hidden, ARC), nn.Linear(hidden, ARC)
        self.arc = nn.Linear(ARC, ARC)          # dependent → what its head looks like; the bias scores heads alone
        self.rel_dep, self.rel_head = nn.Linear(hidden, label), nn.Linear(hidden, label)
        self.rel = nn.Parameter(torch.zeros(rels, label, label))
        self.rel_side = nn.Linear(2 * label, rels)
        nn.init.normal_(self.rel, std=0.02)
        nn.init.normal_(self.case.weight, std=0.02)

    def encode(self, ids, cases, mask):
        x = self.word(ids) + self.position(torch.arange(ids.shape[1])) + self.case(cases)
        x = self.norm(x)
        states = []
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]
        if self.relative is not None: bias = bias + self.relative(buckets(ids.shape[1])).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, bias.to(x.dtype))
            states.append(x)
        return states

    def forward(self, ids, cases, mask, first, word_mask, head_drop=0.0):
        """first: [batch, words + 1] index of each word's first piece, CLS at 0.

        Returns tag logits (four tensors, CLS left out), arc scores [batch, dependents, words + 1], relation states.
        """
        states = self.encode(ids, cases, mask)
        h = torch.gather(states[-1], 1, first[:, :, None].expand(-1, -1, states[-1].shape[-1]))
        h = F.dropout(h, head_drop, self.training)
        tags = self.tags(h[:, 1:]).float().split(self.sizes, -1)
        dep = F.dropout(F.relu(self.arc_dep(h[:, 1:])), head_drop, self.training)
        head = F.dropout(F.relu(self.arc_head(h)), head_drop, self.training)
        arcs = (self.arc(dep) @ head.transpose(1, 2)).float() / ARC ** 0.5
        own = torch.eye(arcs.shape[1], arcs.shape[2] - 1, dtype=torch.bool)
        arcs = arcs.masked_fill(~word_mask[:, None, :], -1e4)
        arcs[:, :, 1:] = arcs[:, :, 1:].masked_fill(own[None], -1e4)
        rel = (F.dropout(F.relu(self.rel_dep(h[:, 1:])), head_drop, self.training), F.dropout(F.relu(self.rel_head(h)), head_drop, self.training))
        return tags, arcs, rel, states

    def relations(self, rel, heads):
        """Label logits of each word under the given head (index into words + 1)."""
        dep, head = rel
        head = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, head.shape[-1]))
        left = torch.einsum("bni,rij->bnrj", dep, self.rel.to(dep.dtype))
        return (torch.einsum("bnrj,bnj->bnr", left, head) + self.rel_side(torch.cat([dep, head], -1))).float()


def from_base(state, kept, model):
    """Fill an encoder from a base model's tensors (BERT or MPNet): `kept` vocabulary rows, its lowest layers."""
    mpnet = "encoder.relative_attention_bias.weight" in state
    qkv = ["attn.q", "attn.k", "attn.v"] if mpnet else ["self.query", "self.key", "self.value"]
    names = {"out": "attention.attn.o" if mpnet else "attention.output.dense", "norm1": "attention.LayerNorm" if mpnet else "attention.output.LayerNorm",
             "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
    with torch.no_grad():
        model.word.weight.copy_(state["embeddings.word_embeddings.weight"][kept])
        if mpnet:
            model.position.weight.copy_(state["embeddings.position_embeddings.weight"][2:])
            model.relative.weight.copy_(state["encoder.relative_attention_bias.weight"])
        else:
            model.position.weight.copy_(state["embeddings.position_embeddings.weight"] + state["embeddings.token_type_embeddings.weight"][0])
        model.norm.weight.copy_(state["embeddings.LayerNorm.weight"]); model.norm.bias.copy_(state["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(model.layers):
            p = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(layer.qkv, part).copy_(torch.cat([state[f"{p}attention.{n}.{part}"] for n in qkv]))
                for ours, theirs in names.items(): getattr(getattr(layer, ours), part).copy_(state[f"{p}{theirs}.{part}"])
