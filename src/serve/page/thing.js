// Whatever an IRI names: the view that knows it, else what the graph says of it.
import { quoted, Refusal, rows } from "./api.js";
import { addresses } from "./addresses.js";
import { make } from "./dom.js";
import { shortener } from "./iris.js";
import { cell } from "./table.js";
import { titled } from "./words.js";

const KNOWN = [
  [/\/entity\//, () => import("./entity.js")],
  [/\/fact\//, () => import("./fact.js")],
  [/\/article\/|#char=/, () => import("./article.js")],
];
/** How many triples are shown at most, in each direction. */
const MOST = 200;

function table(caption, names, found, short) {
  if (found.length === 0) return null;
  const lines = found.map((row) => make("tr", {}, names.map((name) => cell(row[name], short))));
  const head = make("tr", {}, names.map((name) => make("th", { scope: "col" }, name)));
  return make("section", {}, make("h2", {}, caption), make("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": caption }, make("table", {}, make("thead", {}, head), make("tbody", {}, lines))));
}

const ARTICLE = "https://w3id.org/chancery/ns#Article";

/** The triples around an IRI, unless they say that it is an article, whose IRI may be any address of the web. */
async function other(iri, signal) {
  const own = quoted(iri);
  if (!own) throw Object.assign(new Error(iri), { title: "This is no IRI" });
  const [from, to, short] = await Promise.all([
    rows(`SELECT DISTINCT ?property ?value WHERE { ${own} ?property ?value } ORDER BY ?property ?value LIMIT ${MOST}`, signal),
    rows(`SELECT DISTINCT ?subject ?property WHERE { ?subject ?property ${own} } LIMIT ${MOST}`, signal),
    shortener(),
  ]);
  if (from.some((row) => row.value.value === ARTICLE)) return (await import("./article.js")).show({ iri }, signal);
  const label = from.find((row) => /#(prefLabel|label)$/.test(row.property.value))?.value.value ?? titled(iri);
  const none = from.length + to.length === 0 ? make("p", { class: "none" }, "The graph says nothing of it.") : null;
  return { title: label, nodes: [make("h1", {}, label), none, table("What is said of it", ["property", "value"], from, short), table("Where it stands", ["subject", "property"], to, short), addresses(iri)] };
}

export async function show({ iri }, signal) {
  const [article, char] = iri.split("#char=");
  for (const [, load] of KNOWN.filter(([looks]) => looks.test(iri))) {
    try {
      return await (await load()).show(char === undefined ? { iri } : { iri: article, char }, signal);
    } catch (error) {
      if (!(error instanceof Refusal) || ![400, 404].includes(error.status)) throw error;
    }
  }
  return other(iri, signal);
}
