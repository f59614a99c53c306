"""Loads servers over the same million quads with the same queries in one run, and writes what came of it.

    python3 .ci/load/load.py make FOLDER --chancery BIN --oxigraph BIN --articles news.jsonl
    python3 .ci/load/load.py run FOLDER --server ours=URL,PID --server oxigraph=URL,PID [--seconds 10] [--json OUT] [--markdown OUT]

`make` ingests the articles (11,000 of `cargo bench --bench news` give 1.2 million quads in two minutes), and loads what
`chancery export` writes of them for `oxigraph serve`: FOLDER/chancery.store and FOLDER/oxigraph.store. URL is the address
of queries; PID, which may be left out, that of the server, whose memory with all its children is looked at. Both servers
run all the while, and are asked in turn. Needs `wrk`.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

HERE = Path(__file__).resolve().parent
PREFIXES = """PREFIX chancery: <https://w3id.org/chancery/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""
POINT = "SELECT ?p ?o {{ {iri} ?p ?o }}"
JOIN = (
    PREFIXES
    + """SELECT ?fact ?type ?words {{
  ?fact chancery:participant {iri} ; a ?type .
  ?attestation chancery:fact ?fact ; chancery:evidence ?sentence .
  ?sentence nif:anchorOf ?words
}}"""
)
DOWNLOAD = PREFIXES + "SELECT ?s ?type ?words ?begin ?end { ?s a ?type ; nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end }"
RUNAWAY = "SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER(?c != {salt}) }} ORDER BY ?f ?c LIMIT 10"


def make(folder, chancery, oxigraph, articles):
    """Makes both stores and the lists of what is asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    ours, theirs, quads = folder / "chancery.store", folder / "oxigraph.store", folder / "all.nq"
    subprocess.run([chancery, "ingest", "--rules-only", "--store", ours, articles], check=True)
    subprocess.run([chancery, "export", "--store", ours, "-o", quads], check=True)
    subprocess.run([oxigraph, "load", "--location", theirs, "--file", quads], check=True)
    subprocess.run([oxigraph, "optimize", "--location", theirs], check=True)
    lists(folder, quads)


def lists(folder, quads):
    """Writes the queries as paths, one a line: of any fact, and of any actor who takes part in one."""
    facts, actors = set(), set()
    with quads.open() as lines:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            if subject.startswith("<https://w3id.org/chancery/fact/"):
                facts.add(subject)
            if predicate == "<https://w3id.org/chancery/ns#participant>":
                actors.add(rest.split(" ", 1)[0])
    choose = random.Random(1)
    for name, template, iris in (("point", POINT, facts), ("join", JOIN, actors)):
        chosen = sorted(iris)
        choose.shuffle(chosen)
        paths = (urlencode({"query": template.format(iri=iri)}) for iri in chosen[:5000])
        (folder / f"{name}.txt").write_text("".join(f"?{path}\n" for path in paths))


class Server:
    """A server that runs: its name, its address, its process."""

    def __init__(self, given):
        self.name, _, rest = given.partition("=")
        self.url, _, pid = rest.partition(",")
        self.pid = int(pid) if pid else None

    def memory(self):
        """Resident bytes of the process and of all that it started: shared pages once (`Pss`)."""
        if self.pid is None:
            return 0
        children = {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            children.setdefault(int(fields[1]), []).append(int(status.parent.name))
        todo, total = [self.pid], 0
        while todo:
            pid = todo.pop()
            todo += children.get(pid, [])
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) << 10
        return total


class Watch(threading.Thread):
    """Looks at a server's memory twice a second; `peak` is the most that was seen."""

    def __init__(self, server, most):
        super().__init__(daemon=True)
        self.server, self.most, self.peak, self.over, self.ended = server, most, 0, threading.Event(), threading.Event()

    def run(self):
        while not self.ended.wait(0.5):
            self.peak = max(self.peak, self.server.memory())
            if self.most and self.peak > self.most:
                self.over.set()

    def stop(self):
        """Ends the watch; the peak in MiB."""
        self.ended.set()
        self.join()
        return round(self.peak / (1 << 20))


def wrk(server, queries, connections, seconds):
    """What wrk measures."""
    path = urlsplit(server.url).path
    lines = Path(queries).read_text().splitlines()
    file = Path(queries).with_suffix(f".{server.name}.paths")
    file.write_text("".join(f"{path}{line}\n" for line in lines))
    command = ["wrk", "-t", str(min(2, connections)), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "60s", "-s", HERE / "queries.lua"]
    ran = subprocess.run([*command, server.url], env={**os.environ, "QUERIES": str(file)}, stdout=subprocess.PIPE, text=True)
    if ran.returncode:  # nobody listens any more
        return {"requests": 0, "seconds": seconds, "per_second": 0, "p50_ms": 0, "p99_ms": 0, "bad_status": 0, "broken": 1}
    measured = json.loads(ran.stdout.rpartition("JSON ")[2].splitlines()[0])
    measured["per_second"] = round(measured["requests"] / measured["seconds"], 1)
    return measured


def ask(server, query, accept, patience, **more):
    """Asks, reads all: status, bytes, seconds to the first of them and to the last; `more` are parameters of the request."""
    parts = urlsplit(server.url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=patience)
    began = time.monotonic()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    connection.request("POST", parts.path, urlencode({"query": query, **more}), headers)
    reply = connection.getresponse()
    size = first = 0
    while part := reply.read(1 << 20):
        first = first or time.monotonic() - began
        size += len(part)
    connection.close()
    return reply.status, size, first, time.monotonic() - began


def download(server, accept, times):
    """A whole large result, several times: the median in seconds."""
    try:
        asked = [ask(server, DOWNLOAD, accept, 300) for _ in range(times)]
    except (OSError, HTTPException) as why:
        print(f"{server.name}: {why}", file=sys.stderr)
        asked = [(0, 0, 0, 1)] * times
    status, size, first, whole = sorted(asked, key=lambda one: one[3])[times // 2]
    return {"status": status, "bytes": size, "first_s": round(first, 3), "whole_s": round(whole, 3), "mb_per_s": round(size / whole / 1e6, 1)}


def runaways(server, count, until):
    """Keeps so many endless queries going, of at most 5 s if the server can be told, until told to end; what became of them, by status or error."""
    became, lock = {}, threading.Lock()

    def keep(number):
        salt = number * 1_000_000
        while not until.is_set():
            salt += 1
            try:
                how = str(ask(server, RUNAWAY.format(salt=salt), "application/sparql-results+json", 60, timeout=5)[0])
            except (OSError, HTTPException) as why:  # broken connections are among what may become of them
                how = type(why).__name__
            with lock:
                became[how] = became.get(how, 0) + 1
            until.wait(0.2)

    threads = [threading.Thread(target=keep, args=(n,), daemon=True) for n in range(1, count + 1)]
    for thread in threads:
        thread.start()
    return threads, became


def crowd(server, folder, seconds, most):
    """50 clients, of whom 5 ask what never ends: the others without those, and with them."""
    watch = Watch(server, most)
    watch.start()
    alone = wrk(server, folder / "join.txt", 45, seconds)
    quiet = watch.stop()
    until, watch = threading.Event(), Watch(server, most)
    watch.start()
    threads, became = runaways(server, 5, until)
    time.sleep(1)
    beside = wrk(server, folder / "join.txt", 45, seconds)
    until.set()
    for thread in threads:
        thread.join(20)
    after = []
    for _ in range(10):  # what an ended query leaves behind
        began = time.monotonic()
        try:
            ask(server, "ASK {}", "application/sparql-results+json", 20)
        except (OSError, HTTPException):
            break  # it is no more, or hangs
        after.append(time.monotonic() - began)
    return {
        "alone": alone,
        "with_runaways": beside,
        "p99_times": round(beside["p99_ms"] / (alone["p99_ms"] or 1), 2),
        "runaways_became": became,
        "memory_mib_alone": quiet,
        "memory_mib_with_runaways": watch.stop(),
        "over_memory": watch.over.is_set(),
        "ask_after_ms": round(sorted(after)[5] * 1000, 1) if len(after) == 10 else None,
    }


def told(server, title, measured):
    """Tells a measurement at once: a server may not live through the next."""
    print(server.name, title, json.dumps(measured), file=sys.stderr, flush=True)
    return measured


def run(folder, servers, seconds, most):
    """All measurements of all servers, each in turn."""
    results = {server.name: {} for server in servers}
    for server in servers:
        for name in ("point", "join"):
            wrk(server, folder / f"{name}.txt", 2, 2)  # warm
    for name in ("point", "join"):
        for connections in (1, 8):
            for server in servers:
                title = f"{name}, {connections} connections"
                results[server.name][title] = told(server, title, wrk(server, folder / f"{name}.txt", connections, seconds))
    for syntax, accept in (("JSON", "application/sparql-results+json"), ("TSV", "text/tab-separated-values")):
        for server in servers:
            title = f"download, {syntax}"
            results[server.name][title] = told(server, title, download(server, accept, 3))
    for server in servers:
        results[server.name]["50 clients"] = told(server, "50 clients", crowd(server, folder, seconds, most))
    return results


def markdown(results):
    """The figures as a table."""
    names = list(results)
    lines = ["| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]

    def row(title, cells):
        lines.append(f"| {title} | " + " | ".join(cells) + " |")

    for title in results[names[0]]:
        found = [results[name][title] for name in names]
        if title.startswith("download"):
            cells = [f"{f['whole_s']} s, first {f['first_s']} s ({f['bytes'] / 1e6:.0f} MB, status {f['status']})" for f in found]
            row(title, cells)
        elif title == "50 clients":
            row("45 clients alone: joins a second, p99", [f"{f['alone']['per_second']}, {f['alone']['p99_ms']:.1f} ms" for f in found])
            busy = [(f, f["with_runaways"]) for f in found]
            cells = [f"{w['per_second']}, {w['p99_ms']:.1f} ms, {f['p99_times']} times; {w['bad_status'] + w['broken']} errors" for f, w in busy]
            row("45 clients beside 5 runaways", cells)
            row("a small question after that", [f"{f['ask_after_ms']} ms" if f["ask_after_ms"] else "none: it has ended or hangs" for f in found])
            row("memory, alone and beside", [f"{f['memory_mib_alone']}, {f['memory_mib_with_runaways']} MiB" for f in found])
            row("what became of the runaways", [json.dumps(f["runaways_became"]) for f in found])
        else:
            cells = [f"{f['per_second']}/s, p50 {f['p50_ms']:.2f} ms, p99 {f['p99_ms']:.2f} ms, {f['bad_status'] + f['broken']} errors" for f in found]
            row(title, cells)
    return "\n".join(lines) + "\n"


def main():
    """Reads the arguments."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ways = arguments.add_subparsers(dest="way", required=True)
    making = ways.add_parser("make")
    making.add_argument("folder", type=Path)
    for name in ("chancery", "oxigraph", "articles"):
        making.add_argument(f"--{name}", required=True)
    listing = ways.add_parser("lists", help="only the queries, from FOLDER/all.nq")
    listing.add_argument("folder", type=Path)
    running = ways.add_parser("run")
    running.add_argument("folder", type=Path)
    running.add_argument("--server", action="append", required=True, type=Server, metavar="NAME=URL[,PID]")
    running.add_argument("--seconds", type=int, default=10)
    running.add_argument("--most-memory", type=int, default=0, metavar="MIB", help="tell when a server takes more")
    running.add_argument("--json", type=Path)
    running.add_argument("--markdown", type=Path)
    given = arguments.parse_args()
    if given.way == "make":
        make(given.folder, given.chancery, given.oxigraph, given.articles)
        return 0
    if given.way == "lists":
        lists(given.folder, given.folder / "all.nq")
        return 0
    results = run(given.folder, given.server, given.seconds, given.most_memory << 20)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n")
    table = markdown(results)
    if given.markdown:
        given.markdown.write_text(table)
    print(table, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
