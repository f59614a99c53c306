// Answers as tables: IRIs are short and lead to their views, numbers stand to the right.
import { make, viewOf } from "./dom.js";
import { number } from "./words.js";

/** How many rows are drawn; a download has all. */
const SHOWN = 1000;

/** One term of an answer. */
export function cell(term, short) {
  if (term === undefined) return make("td", {});
  if (term.type === "uri") {
    const name = short(term.value);
    return make("td", { class: name.length > 48 ? "iri" : "short" }, make("a", { href: viewOf(term.value), title: term.value }, name));
  }
  if (term.type === "bnode") return make("td", {}, `_:${term.value}`);
  if (term.type === "triple") return make("td", { class: "iri" }, JSON.stringify(term.value));
  const language = term["xml:lang"];
  const kind = /#(?:integer|decimal|double|float|int|long)$/.test(term.datatype ?? "") ? "number" : /#(?:date|dateTime|gYear|gYearMonth)$/.test(term.datatype ?? "") ? "date" : "words";
  return make("td", { class: kind === "words" && term.value.length > 60 ? "words long" : kind }, make("bdi", {}, term.value), language && language !== "en" ? make("small", {}, ` ${language}`) : null);
}

/** Rows (objects of terms by name) under their names. */
export function table(names, rows, short) {
  const head = make("tr", {}, names.map((name) => make("th", { scope: "col" }, name)));
  const lines = rows.slice(0, SHOWN).map((row) => make("tr", {}, names.map((name) => cell(row[name], short))));
  const cut = rows.length > SHOWN ? make("p", { class: "none" }, `The first ${number(SHOWN)} are shown; a download has all.`) : null;
  const sheet = make("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": "Answer" }, make("table", {}, make("thead", {}, head), make("tbody", {}, lines)));
  return [cut, sheet];
}
