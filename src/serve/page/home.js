// What is in the graph, at a glance: counts, types, when, the newest, and the latest facts.
import { ask, once, rows } from "./api.js";
import { article, card } from "./cards.js";
import { between, make, section, view } from "./dom.js";
import { bars, columns } from "./plots.js";
import { count, day, hue, number, titled } from "./words.js";

const BY_MONTH = `PREFIX chancery: <https://w3id.org/chancery/ns#>
SELECT ?month (COUNT(DISTINCT ?fact) AS ?facts)
WHERE { ?fact chancery:date ?date BIND(SUBSTR(STR(?date), 1, 7) AS ?month) }
GROUP BY ?month
ORDER BY ?month`;
/** How many columns a histogram has at most. */
const COLUMNS = 36;

/** Counts by month as columns: months while they fit, else years, without the few that lie long before the rest. */
function periods(found) {
  const counted = found.map((row) => [row.month.value, Number(row.facts.value)]).filter(([month]) => /^\d{4}/.test(month));
  const all = counted.reduce((sum, [, facts]) => sum + facts, 0);
  let before = 0;
  const near = counted.filter(([, facts]) => (before += facts) > all * 0.05);
  if (near.length === 0) return { items: [], by: "year" };
  const at = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7) || 1) - 1;
  const [first, last] = [at(near[0][0]), at(near.at(-1)[0])];
  const months = last - first < COLUMNS;
  const size = months ? 1 : 12;
  const named = (place) => (months ? `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}` : String(place));
  const sums = new Map();
  for (const [month, facts] of near) {
    if (months && month.length < 7) continue; // a year alone is no month
    const place = Math.floor(at(month) / size);
    sums.set(place, (sums.get(place) ?? 0) + facts);
  }
  const places = Array.from({ length: Math.floor(last / size) - Math.floor(first / size) + 1 }, (_, i) => Math.floor(first / size) + i);
  const items = places.slice(-COLUMNS).map((place) => {
    const period = named(place);
    return { period, count: sums.get(place) ?? 0, href: view("facts", { from: period, to: period }) };
  });
  return { items, by: months ? "month" : "year" };
}

async function histogram(box, signal) {
  try {
    const { items, by } = periods(await rows(BY_MONTH, signal));
    if (items.length > 1) box.append(section(`When, by ${by}`, columns(items, `Facts by ${by}`)));
  } catch {
    // a busy server: the page stands without it
  }
}

function links(counts) {
  const known = { sameFactAs: ["retelling", "retellings"], followedBy: ["consequence", "consequences"], contradicts: ["contradiction", "contradictions"] };
  const named = Object.entries(counts ?? {}).filter(([name, of]) => name in known && of > 0);
  return named.map(([name, of]) => make("a", { href: name === "contradicts" ? view("disagreements") : view("facts", { linked: name }) }, count(of, ...known[name])));
}

function lead(summary) {
  const facts = summary.facts.reduce((sum, one) => sum + one.count, 0);
  const span = summary.first && summary.last ? `, from ${day(summary.first)} to ${day(summary.last)}` : "";
  const together = links(summary.links);
  return make(
    "div",
    { class: "lead" },
    make("h1", {}, "Who met whom, who holds which ground, who sanctions whom, and the sentence that says so"),
    make(
      "p",
      { class: "sum" },
      make("strong", {}, number(facts)),
      " facts about ",
      make("strong", {}, number(summary.entities)),
      " persons, states, organisations and places, read in ",
      make("strong", {}, number(summary.articles)),
      ` ${summary.articles === 1 ? "article" : "articles"}${span}.`,
    ),
    together.length > 0 ? make("p", { class: "together" }, between(together, " · ")) : null,
  );
}

export async function show(_, signal) {
  const [summary, latest] = await Promise.all([ask("summary", {}, signal), ask("facts", { limit: 8, sort: "newest" }, signal)]);
  const types = summary.facts.map((one) => ({ label: titled(one.label), count: one.count, href: view("facts", { type: one.type }), colour: hue(one.type) }));
  const publishers = summary.publishers.slice(0, 8).map((one) => ({ label: one.name, count: one.count, href: view("articles", { publisher: one.name }) }));
  const when = make("div", {});
  const aside = make(
    "aside",
    { class: "side", "aria-label": "What is in the graph" },
    section("Facts by type", types.length > 0 ? bars(types) : null),
    when,
    section("Newest articles", summary.newest.length > 0 ? make("ul", { class: "plainlist" }, summary.newest.map((one) => article(one))) : null),
    section("Publishers", publishers.length > 0 ? bars(publishers) : null),
    section("Questions to begin with", make("ul", { class: "plainlist", id: "questions" })),
  );
  const empty = make("p", {}, "There are no facts yet: ", make("code", {}, "chancery ingest"), " brings articles in.");
  const facts = latest.items.length > 0 ? [latest.items.map((fact) => card(fact)), make("p", { class: "on" }, make("a", { href: view("facts") }, `All ${count(latest.total, "fact")} →`))] : empty;
  return { title: "", nodes: [lead(summary), make("div", { class: "desk" }, make("section", {}, make("h2", {}, "Latest facts"), facts), aside)], ready: () => { histogram(when, signal); questions(signal); } };
}

async function questions(signal) {
  const list = document.getElementById("questions");
  const found = await once("questions").catch(() => []);
  if (signal.aborted) return;
  list.append(...found.slice(0, 6).map((one) => make("li", { class: "listed" }, make("a", { href: view("query", { named: one.name }), title: one.about }, one.title))));
  if (found.length === 0) list.closest("section").remove();
}
