"""A trained model → the weights file the program embeds: 8-bit rows, one scale a row.

    export.py MODEL.pt english.safetensors
"""
import sys

import numpy
import torch
from safetensors.torch import save_file


def rows(out, name, weight, bias=None):
    """Symmetric 8-bit rounding of each row."""
    scale = weight.abs().amax(1).clamp(min=1e-8) / 127
    out[name + ".q"] = (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8).contiguous()
    out[name + ".scale"] = scale.float().contiguous()
    if bias is not None: out[name + ".bias"] = bias.float().contiguous()


def main():
    saved = torch.load(sys.argv[1], weights_only=False)
    m, labels, out = {k: v.float() for k, v in saved["model"].items()}, saved["labels"], {}
    for name in ("word", "position", "case"): rows(out, name, m[name + ".weight"])
    def norm(ours, theirs): out[ours + ".gain"], out[ours + ".bias"] = m[theirs + ".weight"].contiguous(), m[theirs + ".bias"].contiguous()
    norm("norm", "norm")
    for i in range(saved["layers"]):
        for part in ("qkv", "out", "up", "down"): rows(out, f"layers.{i}.{part}", m[f"layers.{i}.{part}.weight"], m[f"layers.{i}.{part}.bias"])
        for part in ("norm1", "norm2"): norm(f"layers.{i}.{part}", f"layers.{i}.{part}")
    for part in ("tags", "arc_dep", "arc_head", "arc", "rel_dep", "rel_head"): rows(out, part, m[part + ".weight"], m[part + ".bias"])
    # dep · U[r] · head + side[r] · (dep, head): one product of the dependent gives, for each relation, the vector that meets the
    # head (its share of `side` is the bias), and after these one number a relation, the dependent's own share.
    u, side, bias = m["rel"], m["rel_side.weight"], m["rel_side.bias"]
    width = u.shape[1]
    vectors = u.permute(0, 2, 1).reshape(-1, width)
    rows(out, "rel", torch.cat([vectors, side[:, :width]]), torch.cat([side[:, width:].reshape(-1), bias]))
    out["pieces"] = torch.from_numpy(numpy.frombuffer("\n".join(saved["pieces"]).encode(), dtype=numpy.uint8).copy())
    # One entry, since their order in the file is left to chance: a line for each set of labels.
    lists = [[k, *labels[k]] for k in ("upos", "xpos", "rels")] + [["layers", str(saved["layers"])], ["licence", "CC-BY-SA-4.0"]]
    save_file(out, sys.argv[2], metadata={"labels": "\n".join(map(" ".join, lists))})


if __name__ == "__main__":
    main()
