"""Asks a running server through programs that nobody here wrote, and compares with what pyoxigraph finds in the same data.

    python3 .ci/clients/run.py --query URL --data EXPORT.nq --node FOLDER [--void URL]

EXPORT.nq is what `chancery export` writes of the store that is served; FOLDER holds the `node_modules` of `package.json`
here. Without `--void` the description of the data is left out. One line a client; exit code 1 when one fails.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
import rdflib
import SPARQLWrapper as wrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

HERE = Path(__file__).resolve().parent
STRING = "http://www.w3.org/2001/XMLSchema#string"
PREFIXES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX chancery: <https://w3id.org/chancery/ns#>
"""
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values",
}
GRAPHS = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
    "nquads": "application/n-quads",
    "trig": "application/trig",
}
rdflib.NORMALIZE_LITERALS = False  # a literal is what was sent


def questions(store):
    """What is asked: name, kind (`select`, `ask`, `graph`), text."""
    actor = next(iter(store.query(PREFIXES + "SELECT ?a { ?f chancery:participant ?a } ORDER BY ?a LIMIT 1", **UNION)))["a"].value
    many = [row["s"].value for row in store.query("SELECT DISTINCT ?s { ?s ?p ?o FILTER isIRI(?s) } ORDER BY ?s", **UNION)]
    strange = r'Zürich — 東京 \"quoted\" \\ \t\n<b>&amp;</b> 😀'
    yield "labels", "select", PREFIXES + "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l LIMIT 200"
    yield "joined", "select", PREFIXES + "SELECT ?f ?n { ?f chancery:participant ?a . ?a skos:prefLabel ?n } ORDER BY ?f ?n LIMIT 200"
    yield "unbound", "select", PREFIXES + "SELECT ?f ?x { ?f a chancery:Meeting OPTIONAL { ?f chancery:nosuch ?x } } ORDER BY ?f LIMIT 20"
    yield "counted", "select", "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
    yield "unicode", "select", f'SELECT ?x {{ VALUES ?x {{ "{strange}" "{strange}"@de <http://a.example/ü> }} }} ORDER BY ?x'
    yield "yes", "ask", PREFIXES + "ASK { ?f a chancery:Meeting }"
    yield "no", "ask", PREFIXES + "ASK { ?f a chancery:Nothing }"
    inner = "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l LIMIT 100"
    yield "constructed", "graph", PREFIXES + f"CONSTRUCT {{ ?s skos:altLabel ?l }} WHERE {{ {{ {inner} }} }}"
    yield "described", "graph", f"DESCRIBE <{actor}>"
    for name, size in (("long", 14_000), ("longest", 100_000)):
        text, used = "SELECT ?s (COUNT(*) AS ?n) { VALUES ?s {", 0
        while len(text) < size:
            text, used = text + f"\n<{many[used % len(many)]}>", used + 1
        yield name, "select", text + " } ?s ?p ?o } GROUP BY ?s"


UNION = {"use_default_graph_as_union": True}


def term(value):
    """A term of pyoxigraph as a list: kind, text, language, datatype."""
    if value is None:
        return None
    if isinstance(value, ox.Literal):
        return ["literal", value.value, value.language or "", "" if value.language else value.datatype.value]
    return ["iri" if isinstance(value, ox.NamedNode) else "blank", value.value]


def rdflib_term(value):
    """A term of rdflib as a list."""
    if value is None:
        return None
    if isinstance(value, rdflib.Literal):
        return ["literal", str(value), value.language or "", "" if value.language else str(value.datatype or STRING)]
    return ["iri" if isinstance(value, rdflib.URIRef) else "blank", str(value)]


def json_term(value):
    """A term of SPARQL's JSON results as a list."""
    if value is None:
        return None
    if value["type"] in ("literal", "typed-literal"):
        language = value.get("xml:lang", "")
        return ["literal", value["value"], language, "" if language else value.get("datatype", STRING)]
    return ["iri" if value["type"] == "uri" else "blank", value["value"]]


def ordered(rows):
    """Rows in an order of their own, so that two lists of the same rows are the same."""
    return sorted(rows, key=json.dumps)


def expected(store, kind, text):
    """What pyoxigraph finds in the exported data."""
    found = store.query(text, **UNION)
    if kind == "ask":
        return bool(found)
    if kind == "graph":
        return ordered([[term(t.subject), term(t.predicate), term(t.object)] for t in found])
    return ordered([[term(row[v]) for v in found.variables] for row in found])


def rdflib_graph(graph):
    """The triples of a graph of rdflib."""
    return ordered([[rdflib_term(t) for t in triple] for triple in graph])


def by_sparqlwrapper(url, asked):
    """SPARQLWrapper: each way to ask, JSON and XML, and three syntaxes of graphs."""
    for name, kind, text in asked:
        ways = [wrapper.POST, wrapper.POSTDIRECTLY, wrapper.GET]
        for way in ways[: 2 if name == "longest" else 3]:
            client = wrapper.SPARQLWrapper(url)
            client.setQuery(text)
            if way == wrapper.POSTDIRECTLY:
                client.setMethod(wrapper.POST)
                client.setRequestMethod(wrapper.POSTDIRECTLY)
            else:
                client.setMethod(way)
            if kind == "graph":
                for syntax in (wrapper.TURTLE, wrapper.RDFXML, wrapper.JSONLD):
                    client.setReturnFormat(syntax)
                    graph = client.queryAndConvert()
                    if not isinstance(graph, rdflib.Graph):
                        graph = rdflib.Graph().parse(data=graph, format="turtle")
                    yield name, f"{way} {syntax}", rdflib_graph(graph)
                continue
            client.setReturnFormat(wrapper.JSON)
            found = client.queryAndConvert()
            if kind == "ask":
                yield name, way, found["boolean"]
                continue
            names = found["head"]["vars"]
            yield name, way, ordered([[json_term(row.get(n)) for n in names] for row in found["results"]["bindings"]])


def by_rdflib(url, asked):
    """rdflib's SPARQLStore in its three ways to ask; it accepts no syntax of graphs but XML when told JSON."""
    for method in ("GET", "POST", "POST_FORM"):
        xml, tables = (rdflib.Graph(SPARQLStore(url, method=method, returnFormat=f)) for f in ("xml", "json"))
        for name, kind, text in asked:
            if name == "longest" and method == "GET":
                continue
            for graph in [xml] if kind == "graph" else [xml, tables]:
                found = graph.query(text)
                if isinstance(found, tuple):  # how rdflib tells an error
                    raise AssertionError(f"{name} by {method}: {found}")
                if kind == "ask":
                    yield name, method, found.askAnswer
                elif kind == "graph":
                    yield name, method, rdflib_graph(found.graph)
                else:
                    yield name, method, ordered([[rdflib_term(value) for value in row] for row in found])
        if not list(xml.subject_objects(rdflib.SKOS.prefLabel)):
            raise AssertionError("no triples by their pattern")


def fetched(url, text, media):
    """The body of an answer in a syntax."""
    request = Request(url, urlencode({"query": text}).encode(), {"Accept": media})
    with urlopen(request, timeout=60) as reply:
        kind = reply.headers.get_content_type()
        if kind != media:
            raise AssertionError(f"{kind} instead of {media}")
        return reply.read()


def by_pyoxigraph(url, asked):
    """pyoxigraph's readers: every syntax of graphs, and of tables but CSV, which tells no types."""
    for name, kind, text in asked:
        if kind == "graph":
            for media in GRAPHS.values():
                quads = ox.parse(fetched(url, text, media), ox.RdfFormat.from_media_type(media))
                yield name, media, ordered([[term(q.subject), term(q.predicate), term(q.object)] for q in quads])
            continue
        for syntax, media in TABLES.items():
            if syntax == "tsv" and kind == "ask":
                continue  # there is no such thing
            found = ox.parse_query_results(fetched(url, text, media), ox.QueryResultsFormat.from_media_type(media))
            if kind == "ask":
                yield name, media, bool(found)
            else:
                yield name, media, ordered([[term(row[v]) for v in found.variables] for row in found])


def by_curl(url, asked):
    """curl: by GET, as a form, as the body; packed."""
    for name, kind, text in asked:
        media = "application/n-triples" if kind == "graph" else TABLES["json"]
        ways = {
            "form": ["--data-urlencode", "query@-"],
            "body": ["-H", "Content-Type: application/sparql-query", "--data-binary", "@-"],
            "packed": ["--compressed", "--data-urlencode", "query@-"],
        }
        if name != "longest":
            ways["address"] = ["-G", "--data-urlencode", "query@-"]
        for way, arguments in ways.items():
            command = ["curl", "-sS", "--fail-with-body", "-H", f"Accept: {media}", *arguments, url]
            body = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
            if kind == "graph":
                triples = ox.parse(body, ox.RdfFormat.N_TRIPLES)
                yield name, way, ordered([[term(t.subject), term(t.predicate), term(t.object)] for t in triples])
            elif kind == "ask":
                yield name, way, json.loads(body)["boolean"]
            else:
                found = json.loads(body)
                names = found["head"]["vars"]
                yield name, way, ordered([[json_term(row.get(n)) for n in names] for row in found["results"]["bindings"]])


def by_node(script, folder):
    """A client in JavaScript: it reads the questions, and writes one answer a line."""

    def ask(url, asked):
        shutil.copy(HERE / script, folder)  # where its packages are found
        given = json.dumps({"url": url, "asked": [{"name": n, "kind": k, "text": t} for n, k, t in asked]})
        ran = subprocess.run(["node", script], cwd=folder, input=given, stdout=subprocess.PIPE, text=True, timeout=300)
        for line in ran.stdout.splitlines():
            name, how, answer = json.loads(line)
            yield name, how, answer if isinstance(answer, bool) else ordered(answer)
        if ran.returncode:
            raise AssertionError(f"exit code {ran.returncode}")

    return ask


def difference(answer, wanted):
    """What an answer has too much or too little of."""
    if isinstance(answer, bool) or isinstance(wanted, bool):
        return f"{answer} is not {wanted}"
    more, less = ([row for row in a if row not in b] for a, b in ((answer, wanted), (wanted, answer)))
    return f"{len(answer)} rows, not {len(wanted)}; too much: {str(more[:1])[:200]}; too little: {str(less[:1])[:200]}"


def compare(client, url, asked, wanted):
    """Runs a client and compares: how many answers, and what is wrong with them."""
    count, wrong, seen = 0, [], set()
    try:
        for name, how, answer in client(url, asked):
            count += 1
            seen.add(name)
            if answer != wanted[name]:
                wrong.append(f"{name} by {how}: {difference(answer, wanted[name])}")
    except Exception as why:  # whatever a client throws, the next is run
        wrong.append(f"after {count} answers: {type(why).__name__}: {str(why)[:300]}")
    if missing := sorted(set(wanted) - seen):
        wrong.append(f"not answered: {', '.join(missing)}")
    return count, wrong


def described(url, store):
    """Holds the VoID of a service against the data: rdflib reads it, entities of each class are counted anew."""
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    try:
        graph = rdflib.Graph().parse(url)  # content negotiation is rdflib's
    except Exception as why:  # whatever it cannot read is the service's fault
        return 0, [f"{type(why).__name__}: {why}"]
    sets = list(graph.subjects(rdflib.RDF.type, void.Dataset))
    if not sets or not list(graph.objects(None, void.sparqlEndpoint)):
        return 0, ["no void:Dataset with a void:sparqlEndpoint"]
    count, wrong = 0, []
    for part in graph.objects(None, void.classPartition):
        kind, told = graph.value(part, void["class"]), graph.value(part, void.entities)
        if kind is None or told is None:
            continue
        count += 1
        query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{kind}> }}"
        held = int(next(iter(store.query(query, **UNION)))["n"].value)
        if int(told) != held:
            wrong.append(f"{kind}: {told} told, {held} held")
    return count, wrong or ([] if count else ["no void:classPartition with void:class and void:entities"])


def main():
    """Reads the arguments and runs all clients."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--query", required=True, metavar="URL")
    arguments.add_argument("--data", required=True, type=Path, metavar="FILE", help="N-Quads of the store that is served")
    arguments.add_argument("--node", required=True, type=Path, metavar="FOLDER", help="holds node_modules")
    arguments.add_argument("--void", metavar="URL")
    given = arguments.parse_args()
    store = ox.Store()
    store.bulk_load(path=str(given.data), format=ox.RdfFormat.N_QUADS)
    asked = list(questions(store))
    wanted = {name: expected(store, kind, text) for name, kind, text in asked}
    clients = {
        "curl": by_curl,
        "pyoxigraph": by_pyoxigraph,
        "SPARQLWrapper": by_sparqlwrapper,
        "rdflib": by_rdflib,
        "sparql-http-client": by_node("http_client.mjs", given.node),
        "Comunica": by_node("comunica.mjs", given.node),
    }
    results = [(name, *compare(client, given.query, asked, wanted)) for name, client in clients.items()]
    if given.void:
        results.append(("VoID by rdflib", *described(given.void, store)))
    for name, count, wrong in results:
        print(f"{'FAIL' if wrong else 'pass'}  {name}: {count} answers" + "".join(f"\n      {line}" for line in wrong[:5]))
    return 1 if any(wrong for _, _, wrong in results) else 0


if __name__ == "__main__":
    sys.exit(main())
