// One fact: all that is said of it, and what it belongs with.
import { ask } from "./api.js";
import { eyebrow, particulars, sentences, statement } from "./cards.js";
import { make, section, view } from "./dom.js";
import { addresses } from "./addresses.js";
import { brief, count, plain, titled } from "./words.js";

const LINKS = { sameFactAs: "Told elsewhere as", follows: "Follows", followedBy: "What came of it", contradicts: "Contradicted by" };

function linked([name, facts]) {
  if (facts.length === 0) return null;
  const items = facts.map((fact) =>
    make("li", { class: "listed" }, make("a", { href: view("fact", { iri: fact.iri }) }, fact.title), fact.score === undefined ? null : make("span", { class: "about" }, `${Math.round(fact.score * 100)} per cent sure`)),
  );
  return section(LINKS[name] ?? titled(name), make("ul", { class: "plainlist" }, items));
}

/** How each statement was found, for those who check. */
function found(fact) {
  const rows = fact.said.map((said) => make("li", {}, make("code", {}, said.rule), ` at “${said.trigger?.text ?? ""}”, ${plain(said.certainty)}`));
  return make("details", { class: "how" }, make("summary", {}, "How it was found"), make("ul", {}, rows));
}

export async function show({ iri }, signal) {
  const fact = await ask("fact", { iri }, signal);
  const said = sentences(fact);
  const spread = `${count(said.length, "sentence")} in ${count(fact.articles, "article")}${fact.publishers ? ` of ${count(fact.publishers, "publisher")}` : ""}`;
  const main = make("section", {}, make("h2", {}, spread), said.map(statement), found(fact));
  const aside = make("aside", { class: "side", "aria-label": "What it belongs with" }, Object.entries(fact.links ?? {}).map(linked), addresses(iri));
  return { title: fact.title, nodes: [make("header", { class: "top" }, eyebrow(fact), make("h1", {}, brief(fact)), particulars(fact)), make("div", { class: "desk" }, main, aside)] };
}
