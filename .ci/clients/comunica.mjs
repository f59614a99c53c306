// Asks through Comunica, which is told only the address and finds out by the service description that it is an endpoint, and once
// more told that it is one. Reads {url, asked} and writes [name, how, answer] a line.
import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const { url, asked } = JSON.parse(readFileSync(0, "utf8"));

/** A term as a list: kind, text, language, datatype. */
function plain(term) {
  if (!term) {
    return null;
  }
  if (term.termType === "Literal") {
    return ["literal", term.value, term.language, term.language ? "" : term.datatype.value];
  }
  return [term.termType === "NamedNode" ? "iri" : "blank", term.value];
}

/** Asks one question in the way of its kind. */
async function answer(engine, { kind, text }, context) {
  if (kind === "ask") {
    return engine.queryBoolean(text, context);
  }
  if (kind === "graph") {
    const triples = await (await engine.queryQuads(text, context)).toArray();
    return triples.map((triple) => [triple.subject, triple.predicate, triple.object].map(plain));
  }
  const asking = await engine.query(text, context);
  const { variables } = await asking.metadata();
  const rows = await (await asking.execute()).toArray();
  return rows.map((row) => variables.map((found) => plain(row.get(found.variable ?? found))));
}

for (const source of [url, { type: "sparql", value: url }]) {
  const engine = new QueryEngine();
  const descriptions = [];
  /** Notes which answers were descriptions of the service. */
  const noting = async (...request) => {
    const reply = await fetch(...request);
    if (/turtle|rdf\+xml|ld\+json|n-triples|n-quads|trig/.test(reply.headers.get("content-type") ?? "")) {
      descriptions.push(String(request[0].url ?? request[0]));
    }
    return reply;
  };
  const how = typeof source === "string" ? "its description" : "what it is told";
  for (const question of asked) {
    console.log(JSON.stringify([question.name, how, await answer(engine, question, { sources: [source], fetch: noting })]));
  }
  if (typeof source === "string" && !descriptions.includes(url)) {
    console.error("Comunica has read no service description");
    process.exit(1);
  }
}
