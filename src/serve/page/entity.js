// Who or what: names, offices, and all that is told of them, grouped by the roles that the data have.
import { ask } from "./api.js";
import { addresses } from "./addresses.js";
import { badges, entities, entity, place, type } from "./cards.js";
import { between, make, outside, section, view } from "./dom.js";
import { star } from "./graph.js";
import { timeline } from "./plots.js";
import { brief, count, day, number, plain, standing, titled, tone, value } from "./words.js";

/** How many facts are read at once, and how many of a group are open. */
const READ = 200;
const OPEN = 6;
/** A word for a fact's source, which is no role of the fact itself. */
const SOURCE = "source";

/** Facts by type and by what the entity is in them. */
function grouped(facts, iri) {
  const groups = new Map();
  for (const fact of facts) {
    const roles = Object.entries(fact.roles).filter(([, who]) => who.some((one) => one.iri === iri)).map(([role]) => role);
    if (fact.said.some((said) => said.sources.some((one) => one.iri === iri))) roles.push(SOURCE);
    for (const role of roles) {
      const key = `${fact.type} ${role}`;
      if (!groups.has(key)) groups.set(key, { type: fact.type, role, facts: [] });
      groups.get(key).facts.push(fact);
    }
  }
  return [...groups.values()].sort((a, b) => (a.role === SOURCE) - (b.role === SOURCE) || b.facts.length - a.facts.length);
}

/** A fact in one line; its date leads to the sentence. */
function line(fact, iri) {
  const others = Object.values(fact.roles).flat().filter((one, at, all) => one.iri !== iri && all.findIndex((other) => other.iri === one.iri) === at);
  const said = fact.said[0];
  return make(
    "li",
    { class: "line" },
    make("span", { class: "when" }, fact.date ? make("time", { datetime: fact.date }, day(fact.date)) : "undated"),
    make("span", { class: "what" }, make("a", { href: view("fact", { iri: fact.iri }) }, brief(fact)), " ", badges(fact), others.length > 0 ? make("span", { class: "with" }, entities(others)) : null),
    said ? make("a", { class: "where", href: place(said), title: said.sentence.text, "aria-label": `The sentence of ${fact.title}` }, "sentence") : null,
  );
}

function group({ type: name, role, facts }, iri) {
  const lines = facts.map((fact) => line(fact, iri));
  const rest = lines.slice(OPEN);
  const more = rest.length > 0 ? make("details", {}, make("summary", {}, `${number(rest.length)} more`), make("ul", { class: "lines" }, rest)) : null;
  const says = role === SOURCE ? "according to them" : plain(role);
  return make("section", { class: "group" }, make("h3", {}, type(name), " · ", says, make("span", { class: "tally" }, number(facts.length))), make("ul", { class: "lines" }, lines.slice(0, OPEN)), more);
}

function when(facts) {
  const items = facts
    .filter((fact) => fact.date && fact.said.length > 0)
    .map((fact) => ({ date: fact.date, lane: titled(fact.type), label: fact.title, href: place(fact.said[0]), faint: standing(fact).some((word) => tone(word) !== "so") }));
  const plot = timeline(items, { name: "Facts by date" });
  const faint = items.some((item) => item.faint) ? " Hollow marks are planned, denied or otherwise not settled." : "";
  return section("When", plot, plot ? make("p", { class: "key" }, `Each mark leads to its sentence.${faint}`) : null);
}

function met(who) {
  if (who.met.length === 0) return null;
  const around = who.met.slice(0, 14).map(({ entity: one, count: times }) => {
    const about = `${one.label}: ${count(times, "meeting")}`;
    return { label: one.label, href: view("entity", { iri: one.iri }), kind: one.kind, count: times, about };
  });
  const list = make("details", {}, make("summary", {}, "As a list"), make("ul", { class: "plainlist" }, who.met.map(({ entity: one, count: times }) => make("li", {}, entity(one), ` ${number(times)}`))));
  return section("Met most", star({ label: who.label, kind: who.kind }, around, `Whom ${who.label} met most`), list);
}

function office(one) {
  const days = [...new Set([one.firstTold, one.lastTold].filter(Boolean))].map(day);
  const dates = [days.length ? `told ${days.join(" to ")}` : "", one.articles ? count(one.articles, "article") : ""].filter(Boolean).join(" · ");
  return make("li", { class: "listed" }, make("span", {}, one.fact ? make("a", { href: view("fact", { iri: one.fact }) }, one.title ?? "office") : one.title, one.body ? [" of ", entity(one.body)] : null, " ", one.status ? make("span", { class: `badge ${tone(one.status)}` }, value(one.status)) : null), dates ? make("span", { class: "about" }, dates) : null);
}

function about(who) {
  const others = who.names.filter((name) => name !== who.label);
  const wikidata = who.same.map((iri) => outside(iri.replace("http://www.wikidata.org/entity/", "https://www.wikidata.org/wiki/"), iri.replace(/.*\//, "Wikidata ")));
  const rows = [
    ["also", between(others.map((name) => make("bdi", {}, name)), ", ")],
    ["role", between(who.roles, ", ")],
    ["of", entities(who.affiliations)],
    ["elsewhere", between(wikidata, ", ")],
  ].filter(([, what]) => what.length > 0);
  return make("dl", { class: "roles" }, rows.map(([name, what]) => make("div", {}, make("dt", {}, name), make("dd", {}, what))));
}

function side(who) {
  const same = who.possiblySame.map((one) => make("li", { class: "listed" }, entity(one), make("span", { class: "about" }, `${plain(one.kind)} · ${Math.round(one.score * 100)} per cent sure`)));
  return make(
    "aside",
    { class: "side", "aria-label": `About ${who.label}` },
    section("Offices", who.offices.length > 0 ? make("ul", { class: "plainlist" }, who.offices.map(office)) : null),
    met(who),
    section("Possibly the same", same.length > 0 ? make("ul", { class: "plainlist" }, same) : null),
    addresses(who.iri),
  );
}

export async function show({ iri }, signal) {
  const [who, page] = await Promise.all([ask("entity", { iri }, signal), ask("facts", { entity: iri, limit: READ }, signal)]);
  const groups = grouped(page.items, iri).map((one) => group(one, iri));
  const rest = page.total > page.items.length ? make("p", {}, `The ${number(page.items.length)} latest of ${count(page.total, "fact")} are shown; `, make("a", { href: view("facts", { entity: iri }) }, "all of them"), ".") : null;
  const none = groups.length === 0 ? make("p", { class: "none" }, "No fact is told of them.") : null;
  const head = make("header", { class: "top" }, make("p", { class: "eyebrow" }, plain(who.kind), make("span", {}, `${count(page.total, "fact")} in ${count(who.articles, "article")}`)), make("h1", {}, make("bdi", {}, who.label)), about(who));
  return { title: who.label, nodes: [head, when(page.items), make("div", { class: "desk" }, make("section", {}, make("h2", {}, "What is told"), rest, groups, none), side(who))] };
}
