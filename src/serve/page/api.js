// The only way out: this server's own addresses, relative to the page.

/** What the server said instead of an answer. */
export class Refusal extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.name = "Refusal";
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** Reads a problem document, or whatever else came with an error. */
export async function refusal(response) {
  const text = await response.text();
  let said = {};
  try {
    said = JSON.parse(text);
  } catch {
    // a proxy in between answers as it likes
  }
  const title = said.title || response.statusText || `Status ${response.status}`;
  return new Refusal(response.status, title, said.detail || (said.title ? "" : text.trim().slice(0, 2000)));
}

/** A list without what is no longer told by anybody. */
function told(answer) {
  if (Array.isArray(answer?.items)) answer.items = answer.items.filter((item) => item && item.left !== null && item.right !== null);
  return answer;
}

/** Asks `/api/NAME`. Parameters that are empty are not sent. */
export async function ask(name, parameters = {}, signal = undefined) {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const query = new URLSearchParams(set).toString();
  const response = await fetch(`api/${name}${query ? `?${query}` : ""}`, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw await refusal(response);
  return told(await response.json());
}

const kept = new Map();

/** Asks once for what is the same for all views; a failure is not kept. */
export function once(name) {
  if (!kept.has(name)) {
    const answer = ask(name);
    kept.set(name, answer);
    answer.catch(() => kept.delete(name));
  }
  return kept.get(name);
}

/** Sends a query as it is, and gives the response once it has begun. */
export async function query(text, accept, signal = undefined) {
  const headers = { "Content-Type": "application/sparql-query", Accept: accept };
  const response = await fetch("query", { method: "POST", body: text, signal, headers });
  if (!response.ok) throw await refusal(response);
  return response;
}

/** The rows of a SELECT query. */
export async function rows(text, signal = undefined) {
  const response = await query(text, "application/sparql-results+json", signal);
  return (await response.json()).results.bindings;
}

/** An IRI as SPARQL writes it, or null where it cannot be written. */
export function quoted(iri) {
  return /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/i.test(iri) ? `<${iri}>` : null;
}
