"""Runs the W3C tests of the SPARQL 1.1 Protocol, of the Graph Store Protocol and of service descriptions against a server.

The manifests say what to send and what must come back; requests go out over a bare connection, byte for byte as they
are written there. The tests clear the store: start the server on one that is nobody's.

    python3 .ci/w3c.py ../shared/w3c/sparql/sparql11 --query URL --update URL --graph URL [--token FILE]

One line a test and a sum; exit code 1 when a test fails. `--only WORD` runs those whose name holds the word.
"""

import argparse
import json
import re
import socket
import sys
import xml.etree.ElementTree as xml
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
GRAPHS = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt", "application/ld+json": "json-ld"}
TABLES = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
BOOLEANS = {"application/sparql-results+json", "application/sparql-results+xml"}
MANIFESTS = ["protocol/manifest.ttl", "graph-store-protocol/manifest.ttl", "service-description/manifest.ttl"]
PATIENCE = 30  # seconds


class Wrong(Exception):
    """What came back is not what the test expects."""


class Reply:
    """What a server sent: status, headers by their names in small letters, body."""

    def __init__(self, data, method):
        head, _, body = data.partition(b"\r\n\r\n")
        if head.split(b" ")[1:2] == [b"100"]:
            head, _, body = body.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        if not lines[0].startswith("HTTP/1."):
            raise Wrong(f"not HTTP: {lines[0]!r}")
        self.status = int(lines[0].split(" ")[1])
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        self.body = b""
        if method != "HEAD":
            self.body = unchunked(body) if self.headers.get("transfer-encoding", "").lower() == "chunked" else body

    def media(self):
        """The media type without its parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def unchunked(data):
    """The body of a chunked answer; one that breaks off is wrong."""
    whole = b""
    while True:
        size, found, rest = data.partition(b"\r\n")
        if not found:
            raise Wrong("the answer breaks off")
        length = int(size.split(b";")[0], 16)
        if length == 0:
            return whole
        if len(rest) < length + 2:
            raise Wrong("the answer breaks off")
        whole, data = whole + rest[:length], rest[length + 2 :]


def send(place, method, path, headers, body):
    """Sends one request as it is, and reads until the server closes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {place}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None or method in ("POST", "PUT"):
        lines.append(f"Content-Length: {len(body or b'')}")
    host, _, port = place.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), PATIENCE) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))
        data = b""
        while part := connection.recv(1 << 16):
            data += part
    return Reply(data, method)


class Server:
    """Where the server is, and what opens it for writing."""

    def __init__(self, query, update, graph, token):
        self.query, self.update, self.graph = query, update, graph.rstrip("/")
        self.token = [("Authorization", f"Bearer {token}")] if token else []

    def send(self, url, method, headers=(), body=None, query=""):
        """Sends a request to one of the server's addresses; what may write goes with the token."""
        parts = urlsplit(url)
        place = parts.netloc if parts.port else f"{parts.netloc}:80"
        more = [] if url == self.query != self.update else self.token
        return send(place, method, (parts.path or "/") + query, [*headers, *more], body)

    def clear(self, graphs):
        """Takes graphs away, and the default graph; it does not matter whether they were there."""
        for which in ["?default", *(f"?graph={quote(g, safe='')}" for g in sorted(graphs))]:
            self.send(self.graph, "DELETE", query=which)

    def load(self, iri, file):
        """Puts a file of triples as a graph."""
        header = [("Content-Type", "application/n-triples")]
        reply = self.send(self.graph, "PUT", header, file.read_bytes(), f"?graph={quote(iri, safe='')}")
        if reply.status // 100 != 2:
            raise Wrong(f"the data of the test could not be put: {reply.status} {reply.body[:200]!r}")


def entries(file):
    """A manifest and its tests in their order, and those of the manifests that it includes."""
    manifest = Graph().parse(file, publicID=file.resolve().as_uri())
    for first in manifest.objects(None, MF.entries):
        for test in Collection(manifest, first):
            yield manifest, test
    for first in manifest.objects(None, MF.include):
        for included in Collection(manifest, first):
            yield from entries(Path(unquote(urlsplit(included).path)))


def header_list(manifest, node):
    """The headers of a request or an answer, as pairs."""
    return [
        (str(manifest.value(h, HT.fieldName)), str(manifest.value(h, HT.fieldValue)))
        for first in manifest.objects(node, HT.headers)
        for h in Collection(manifest, first)
    ]


def content(manifest, node):
    """The body of a request or an answer in the encoding that is asked for; none if there is none."""
    body = manifest.value(node, HT.body)
    if body is None:
        return None
    return str(manifest.value(body, CNT.chars)).encode(str(manifest.value(body, CNT.characterEncoding) or "UTF-8"))


def is_update(test, headers, query):
    """Whether a request is for the address of updates: all of a test on updates but the questions in it."""
    return "update=" in query or ("update" in test and dict(headers).get("content-type") != "application/sparql-query")


def status_fits(status, expected):
    """Whether a status is among `hts:OK`, `hts:StatusCode4xx` and the like."""
    names = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
    return any(
        status // 100 == int(name[10]) if re.fullmatch(r"StatusCode\dxx", name) else status == names[name]
        for name in (str(e).rpartition("#")[2] for e in expected)
    )


def boolean(reply):
    """What an ASK was answered."""
    if reply.media().endswith("json"):
        return json.loads(reply.body)["boolean"]
    found = xml.fromstring(reply.body).find("{http://www.w3.org/2005/sparql-results#}boolean")
    return found is not None and found.text.strip() == "true"


def parsed(body, media, base):
    """The triples of a body."""
    return Graph().parse(data=body, format=GRAPHS[media], publicID=base)


def check(manifest, expected, reply, base):
    """Holds an answer against what is expected of it."""
    statuses = list(manifest.objects(expected, MF.expectedStatus))
    if statuses and not status_fits(reply.status, statuses):
        names = ", ".join(sorted(str(s).rpartition("#")[2] for s in statuses))
        raise Wrong(f"status {reply.status}, expected {names}: {reply.body[:150]!r}")
    form = manifest.value(expected, MF.expectedFormat)
    allowed = {"boolean": BOOLEANS, "tabular": TABLES, "RDF": set(GRAPHS)}.get(str(form))
    if allowed and reply.media() not in allowed:
        raise Wrong(f"Content-Type {reply.media()!r} is not {form}")
    if str(form) == "RDF":
        parsed(reply.body, reply.media(), base)
    truth = manifest.value(expected, MF.expectedBoolean)
    if truth is not None and boolean(reply) != truth.toPython():
        raise Wrong(f"the answer is {boolean(reply)}")
    for name, value in header_list(manifest, expected):
        if name.lower() == "content-type" and reply.media() != value.split(";")[0].strip():
            raise Wrong(f"Content-Type {reply.media()!r}, expected {value!r}")
    body = content(manifest, expected)
    if body is not None and not isomorphic(parsed(body, "text/turtle", base), parsed(reply.body, reply.media(), base)):
        raise Wrong(f"another graph: {reply.body[:300]!r}")


def run_requests(server, manifest, test, folder):
    """Runs a test of one of the two protocols."""
    name = str(test).rpartition("#")[2]
    data = [(str(manifest.value(d, RDFS.label)), manifest.value(d, UT.graph)) for d in manifest.objects(test, UT.graphData)]
    requests = [r for first in manifest.objects(manifest.value(test, MF.action), HT.requests) for r in Collection(manifest, first)]
    paths = [str(manifest.value(r, HT.absolutePath)) for r in requests]
    # What the requests name, under `/gsp/…` or by `?graph=`, must not be there from an earlier test.
    named = {unquote(p.split("graph=")[1]) for p in paths if p.startswith("/gsp?graph=") and "$" not in p}
    direct = sorted({p.removeprefix("/gsp") for p in paths if p.startswith("/gsp/")})

    def tidy():
        server.clear({iri for iri, _ in data} | named)
        for path in direct:
            server.send(server.graph + path, "DELETE")

    tidy()
    for iri, file in data:
        server.load(iri, folder / Path(unquote(urlsplit(file).path)).name)
    places = {}
    for step, (request, path) in enumerate(zip(requests, paths), 1):
        method, headers = str(manifest.value(request, HT.methodName)), header_list(manifest, request)
        body, expected = content(manifest, request), manifest.value(request, HT.resp)
        for variable, place in places.items():
            path = path.replace(variable, place)
            body = body and body.replace(variable.encode(), place.encode())
        way, _, query = path.partition("?")
        query = query and "?" + query
        if way.startswith("/gsp"):
            url = server.graph + way.removeprefix("/gsp")
        else:
            url = server.update if is_update(name, headers, query) else server.query
        try:
            reply = server.send(url, method, headers, body, query)
            check(manifest, expected, reply, url)
            variable = manifest.value(expected, MF.expectedLocation)
            if variable is not None:
                if "location" not in reply.headers:
                    raise Wrong("there is no Location")
                places[str(variable)] = urljoin(url, reply.headers["location"])
        except Wrong as why:
            raise Wrong(f"request {step} of {len(requests)} ({method}): {why}") from None
    server.clear({iri for iri, _ in data} | named | set(places.values()))
    tidy()


def described(server):
    """The service's description of itself."""
    reply = server.send(server.query, "GET", [("Accept", "text/turtle, application/rdf+xml;q=0.9")])
    if reply.status != 200 or reply.media() not in GRAPHS:
        raise Wrong(f"status {reply.status}, Content-Type {reply.media()!r}")
    graph = parsed(reply.body, reply.media(), server.query)
    if not len(graph):
        raise Wrong("the description is empty")
    return graph


# The schema of service descriptions: what each property goes from and to, and what else may stand in for it.
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", {"DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"}),
    "defaultEntailmentRegime": ("Service", None),
    "entailmentRegime": ("NamedGraph", None),
    "defaultSupportedEntailmentProfile": ("Service", None),
    "supportedEntailmentProfile": ("NamedGraph", None),
    "extensionFunction": ("Service", None),
    "extensionAggregate": ("Service", None),
    "languageExtension": ("Service", None),
    "supportedLanguage": ("Service", {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"}),
    "propertyFeature": ("Service", None),
    "inputFormat": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
PARENTS = {"Dataset": {"GraphCollection"}, "NamedGraph": set(), "Graph": set()}
CLASSES = {
    *("Service", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile", "GraphCollection"),
    *("Dataset", "Graph", "NamedGraph", "Feature"),
}


def kinds(graph, node):
    """The classes of the schema that a node is said to have, with those above them."""
    own = {str(c).rpartition("#")[2] for c in graph.objects(node, RDF.type) if c.startswith(SD)}
    return own | {p for c in own for p in PARENTS.get(c, ())}


def conforms(server):
    """Holds a description against the schema's domains, ranges, terms and the one endpoint of a service."""
    graph = described(server)
    if not list(graph.subjects(RDF.type, SD.Service)):
        raise Wrong("nothing is an sd:Service")
    for subject, predicate, value in sorted(graph):
        if predicate == RDF.type and value.startswith(SD) and value.removeprefix(SD) not in CLASSES:
            raise Wrong(f"there is no class {value}")
        if not predicate.startswith(SD):
            continue
        name = predicate.removeprefix(SD)
        if name not in SCHEMA:
            raise Wrong(f"there is no property {predicate}")
        domain, range_ = SCHEMA[name]
        if domain not in kinds(graph, subject):
            raise Wrong(f"{subject} has sd:{name} and is no sd:{domain}")
        if isinstance(range_, str) and kinds(graph, value) and range_ not in kinds(graph, value):
            raise Wrong(f"the value of sd:{name} is no sd:{range_}")
        if isinstance(range_, set) and value.startswith(SD) and value.removeprefix(SD) not in range_:
            raise Wrong(f"{value} is no value of sd:{name}")
        if name in ("endpoint", "name", "resultFormat", "inputFormat", "supportedLanguage", "feature") and not isinstance(value, URIRef):
            raise Wrong(f"the value of sd:{name} is no IRI")
    for service in graph.subjects(RDF.type, SD.Service):
        if len(set(graph.objects(service, SD.endpoint))) != 1:
            raise Wrong("a service has one sd:endpoint")
    for named in set(graph.objects(None, SD.namedGraph)):
        if len(set(graph.objects(named, SD.name))) != 1 or len(set(graph.objects(named, SD.graph))) > 1:
            raise Wrong("a named graph has one sd:name and at most one sd:graph")


def has_endpoint(server):
    """Whether the description names the address that it came from."""
    found = set(described(server).objects(None, SD.endpoint))
    if URIRef(server.query) not in found:
        raise Wrong(f"sd:endpoint is {', '.join(sorted(found)) or 'missing'}, not {server.query}")


DESCRIPTION = {"returns-rdf": described, "has-endpoint-triple": has_endpoint, "conforms-to-schema": conforms}


def run(server, manifest, test, folder):
    """Runs one test; `None` when it passes, or why it does not."""
    try:
        kind = manifest.value(test, RDF.type)
        if kind == MF.ServiceDescriptionTest:
            DESCRIPTION[str(test).rpartition("#")[2]](server)
        else:
            run_requests(server, manifest, test, folder)
    except Wrong as why:
        return str(why)
    except Exception as why:  # whatever a server sends that cannot be read, the next test is run
        return f"{type(why).__name__}: {why}"
    return None


def main():
    """Reads the arguments and runs all tests."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", type=Path, help="the W3C's folder sparql/sparql11")
    for name in ("query", "update", "graph"):
        arguments.add_argument(f"--{name}", required=True, metavar="URL")
    arguments.add_argument("--token", type=Path, metavar="FILE", help="what writes is sent with the token in it")
    arguments.add_argument("--only", default="", metavar="WORD")
    given = arguments.parse_args()
    server = Server(given.query, given.update, given.graph, given.token.read_text().strip() if given.token else None)
    failed, sums = 0, []
    for file in MANIFESTS:
        passed = run_ = 0
        for manifest, test in entries(given.folder / file):
            name = str(test).rpartition("#")[2]
            if given.only not in name:
                continue
            why = run(server, manifest, test, (given.folder / file).parent)
            print(f"{'pass' if why is None else 'FAIL'}  {name}{'' if why is None else ': ' + why}")
            run_, passed = run_ + 1, passed + (why is None)
        failed += run_ - passed
        sums.append(f"{file.split('/')[0]} {passed}/{run_}")
    print("W3C: " + ", ".join(sums))
    return 1 if failed or not any(s for s in sums) else 0


if __name__ == "__main__":
    sys.exit(main())
