"""Learns the weights of the sentence boundary model.

The example program `boundary_gaps OUT FILE.conllu...` writes, for every gap between two words that the
rules leave open, the label and the places of the hashed features as 32-bit numbers. This script
fits a logistic regression to them and writes one signed byte per place.

Usage: boundaries.py WEIGHTS TRAIN.bin... [-- DEV.bin...]
"""

import sys

import numpy as np
import torch

LENGTH = 64  # features of one gap
PLACES = 1 << 17
EPOCHS = 10
DECAY = 4e-6  # pull towards zero, which keeps rare features small
SEED = 1
SCALE = 32  # integer steps for one unit of the logarithm of the odds


def read(path):
    table = np.fromfile(path, dtype="<u4").reshape(-1, LENGTH + 1)
    return torch.from_numpy(table[:, 1:].astype(np.int64)), torch.from_numpy(table[:, 0].astype(np.float32))


def train(places, labels):
    torch.manual_seed(SEED)
    weights = torch.nn.EmbeddingBag(PLACES, 1, mode="sum")
    torch.nn.init.zeros_(weights.weight)
    optimiser = torch.optim.Adam(weights.parameters(), lr=0.01)
    size = 2048
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = 0.01 * (1 - epoch / EPOCHS)
        order = torch.randperm(len(labels))
        total = 0.0
        for at in range(0, len(order), size):
            pick = order[at : at + size]
            score = weights(places[pick]).squeeze(1)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(score, labels[pick], reduction="sum")
            penalty = DECAY * weights.weight.square().sum() * len(pick)
            optimiser.zero_grad()
            (loss + penalty).backward()
            optimiser.step()
            total += loss.item()
        print(f"epoch {epoch}: loss {total / len(labels):.5f}", flush=True)
    return weights.weight.detach().squeeze(1)


def report(name, weights, places, labels):
    guess = weights[places].sum(1) > 0
    right = int((guess & (labels > 0)).sum())
    print(f"{name}: F1 {200 * right / max(1, int(guess.sum()) + int((labels > 0).sum())):.2f}")


def main():
    torch.set_num_threads(1)
    output, *paths = sys.argv[1:]
    split = paths.index("--") if "--" in paths else len(paths)
    parts = [read(path) for path in paths[:split]]
    weights = train(torch.cat([p for p, _ in parts]), torch.cat([l for _, l in parts]))
    integers = (weights * SCALE).round().clamp(-127, 127)
    for path in paths[split + 1 :]:
        report(path, weights, *read(path))
        report(path + " in integers", integers, *read(path))
    integers.numpy().astype(np.int8).tofile(output)


main()
