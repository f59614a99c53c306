"""Scores the program's facts on annotated articles and holds the figures against floors that only rise.

usage: facts.py CHANCERY SCORER

On `tests/gold`, from which the event network has learnt, the rules alone are measured; on `tests/unseen` and on `dev` beside the scorer the whole program.
"""
import json, pathlib, subprocess, sys

program, scorer = sys.argv[1:]
tests, dev = pathlib.Path(__file__).parent.parent / "tests", pathlib.Path(scorer).with_name("dev")
floors = json.loads(pathlib.Path(__file__).with_name("floors.json").read_text())["facts"]

failed = 0
for name, folder, *more in (("rules on gold", tests / "gold", "--rules-only"), ("unseen", tests / "unseen"), ("dev", dev)):
    command = [sys.executable, scorer, "--json", folder, program, "extract", "--input-format", "jsonl", "--format", "nquads", *more, "-"]
    for measure, row in json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout).items():
        if not row["gold"]: continue  # not annotated there
        f1, floor = 100 * row["f1"], floors[name].get(measure)
        low = floor is not None and f1 < floor
        failed += low
        parts = f"{name + ' ' + measure:42} P {100 * row['p']:5.1f}  R {100 * row['r']:5.1f}  F1 {f1:5.1f}"
        print(parts + (f"   floor {floor}" if floor is not None else "") + ("   TOO LOW" if low else ""))
sys.exit(f"{failed} figures below their floors" if failed else 0)
