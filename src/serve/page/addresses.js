// The same thing for programs: its IRI and its data.
import { between, make, section, view } from "./dom.js";
import { quoted } from "./api.js";

const FORMATS = { Turtle: "ttl", "JSON-LD": "jsonld", "N-Triples": "nt", "RDF/XML": "rdfxml" };

/** The IRI, its data in a few syntaxes, and a query to begin with. */
export function addresses(iri) {
  const data = Object.entries(FORMATS).map(([name, format]) => make("a", { href: `data?${new URLSearchParams({ iri, format })}` }, name));
  const own = quoted(iri);
  const query = own ? make("a", { href: view("query", { query: `SELECT ?property ?value\nWHERE {\n  ${own} ?property ?value\n}` }) }, "Query it") : null;
  return section("Data", make("p", { class: "iri" }, iri), make("p", {}, between([...data, query].filter(Boolean), " · ")));
}
