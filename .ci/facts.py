"""Scores the program's facts on annotated articles and holds the figures against floors that only rise.

usage: facts.py CHANCERY SCORER GOLD DEV
"""
import json, pathlib, subprocess, sys

program, scorer, *folders = sys.argv[1:]
floors = json.loads(pathlib.Path(__file__).with_name("floors.json").read_text())["facts"]

failed = 0
for name, folder in zip(("gold", "dev"), folders):
    command = [sys.executable, scorer, "--json", folder, program, "extract", "--input-format", "jsonl", "--format", "nquads", "-"]
    for measure, row in json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout).items():
        f1, floor = 100 * row["f1"], floors[name].get(measure)
        low = floor is not None and f1 < floor
        failed += low
        parts = f"{name + ' ' + measure:36} P {100 * row['p']:5.1f}  R {100 * row['r']:5.1f}  F1 {f1:5.1f}"
        print(parts + (f"   floor {floor}" if floor is not None else "") + ("   TOO LOW" if low else ""))
sys.exit(f"{failed} figures below their floors" if failed else 0)
