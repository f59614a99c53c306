// N-Triples as this server writes them → terms like those of a JSON answer.

const TERM = /\s*(?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?)/y;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, one) => (one ? (ESCAPES[one] ?? one) : String.fromCodePoint(parseInt(short ?? long, 16))));
}

function term(line, state) {
  TERM.lastIndex = state.at;
  const found = TERM.exec(line);
  if (!found) return undefined;
  state.at = TERM.lastIndex;
  const [, iri, blank, literal, datatype, language] = found;
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  return { type: "literal", value: unescaped(literal), ...(datatype ? { datatype } : {}), ...(language ? { "xml:lang": language } : {}) };
}

/** Rows of subject, property and value; lines that are no triple are left out. */
export function triples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const state = { at: 0 };
    const [subject, property, value] = [term(line, state), term(line, state), term(line, state)];
    if (subject && property && value) rows.push({ subject, property, value });
  }
  return rows;
}
