"""Measures the program on the corpora and holds the figures against floors that only rise.

usage: figures.py CHANCERY CORPORA GUM_NAMES
"""
import json, pathlib, subprocess, sys

program, corpora, gum_names = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
floors = json.loads(pathlib.Path(__file__).with_name("floors.json").read_text())


def measure(*arguments):
    return json.loads(subprocess.run([program, "language", "measure", "--json", *map(str, arguments)], check=True, stdout=subprocess.PIPE).stdout)


def rows():
    """(name, figure) of everything measured."""
    news = pathlib.Path(gum_names).with_name("gum-news.conllu")
    news.write_text((corpora / "gum-dev.conllu").read_text() + (corpora / "gum-test.conllu").read_text())
    sets = {"ewt-test": (corpora / "ewt-test.conllu",), "gum-test": (corpora / "gum-test.conllu",), "gum-news": (news, "--documents", "GUM_news_")}
    for name, arguments in sets.items():
        (got,) = measure("--conllu", *arguments)["trees"].values()
        for layer, value in got["gold"].items(): yield f"{name} {layer}", value
        for layer, value in got["raw"].items(): yield f"{name} raw {layer}", value
        for layer in ("sentences", "tokens", "words_per_second"): yield f"{name} {layer}", got[layer]
    names = {"uner-ewt-test": corpora / "uner-ewt-test.iob2", "crossner-politics-test": corpora / "crossner-politics-test.txt", "gum-test": gum_names}
    for name, path in names.items():
        (got,) = measure("--ner", path)["names"].values()
        for kind, value in got.items(): yield f"{name} names {kind}", value


failed = 0
for name, value in rows():
    floor = floors.get(name)
    low = floor is not None and value < floor
    failed += low
    print(f"{name:36} {value:10.2f}" + (f"   floor {floor}" if floor is not None else "") + ("   TOO LOW" if low else ""))
sys.exit(f"{failed} figures below their floors" if failed else 0)
