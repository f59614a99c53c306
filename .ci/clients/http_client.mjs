// Asks through `sparql-http-client`: by address, as a form, as the body. Reads {url, asked} and writes [name, how, answer] a line.
import { readFileSync } from "node:fs";
import ParsingClient from "sparql-http-client/ParsingClient.js";

const { url, asked } = JSON.parse(readFileSync(0, "utf8"));
const string = "http://www.w3.org/2001/XMLSchema#string";

/** A term as a list: kind, text, language, datatype. */
function plain(term) {
  if (!term) {
    return null;
  }
  if (term.termType === "Literal") {
    return ["literal", term.value, term.language, term.language ? "" : (term.datatype?.value ?? string)];
  }
  return [term.termType === "NamedNode" ? "iri" : "blank", term.value];
}

/** The variables of a query in their order: a client in JavaScript forgets them where a row has no value. */
function names(text) {
  const head = text.slice(text.indexOf("SELECT"), text.indexOf("{"));
  return [...head.matchAll(/AS \?(\w+)|(?<!\()\?(\w+)/g)].map((match) => match[1] ?? match[2]);
}

for (const operation of ["get", "postUrlencoded", "postDirect"]) {
  const client = new ParsingClient({ endpointUrl: url });
  for (const { name, kind, text } of asked) {
    if (name === "longest" && operation === "get") {
      continue;
    }
    let answer;
    if (kind === "ask") {
      answer = await client.query.ask(text, { operation });
    } else if (kind === "graph") {
      const triples = await client.query.construct(text, { operation });
      answer = [...triples].map((triple) => [triple.subject, triple.predicate, triple.object].map(plain));
    } else {
      const rows = await client.query.select(text, { operation });
      answer = rows.map((row) => names(text).map((variable) => plain(row[variable])));
    }
    console.log(JSON.stringify([name, operation, answer]));
  }
}
