// A fact as a card: what, who, where, when, according to whom, and the sentence that says so.
import { between, make, outside, view, viewOf } from "./dom.js";
import { sentence } from "./text.js";
import { brief, count, day, headline, hue, plain, standing, titled, tone, value } from "./words.js";

/** Somebody or something, as a link to what is known of them. */
export function entity(one) {
  return make("a", { class: "name", href: viewOf(one.iri), title: one.kind, "data-kind": one.kind }, one.label || one.iri);
}

/** A list of them in a sentence. */
export function entities(many) {
  return between(many.map(entity), ", ");
}

/** The type of a fact, in its colour. */
export function type(name) {
  const node = make("span", { class: "type" }, titled(name));
  node.style.setProperty("--hue", hue(name));
  return node;
}

/** How a fact stands, to be seen at a glance. */
export function badges(fact) {
  return standing(fact).map((word) => make("span", { class: `badge ${tone(word)}` }, value(word)));
}

/** The address of a statement's sentence in its article. */
export function place(said) {
  const { begin, end } = said.sentence;
  return view("article", { iri: said.article.iri, char: `${begin},${end}` });
}

/** A fact's statements by sentence: one sentence may state it with several words, for several sources. */
export function sentences(fact) {
  const by = new Map();
  for (const said of fact.said) {
    const known = by.get(said.sentence.iri) ?? { ...said, triggers: [], sources: [] };
    if (said.trigger) known.triggers.push(said.trigger);
    known.sources.push(...said.sources.filter((one) => !known.sources.some((other) => other.iri === one.iri)));
    by.set(said.sentence.iri, known);
  }
  return [...by.values()];
}

/** Where a statement stands, and whom it cites. */
function origin(said) {
  const { article, sources } = said;
  const published = [article.publisher, article.published ? day(article.published) : ""].filter(Boolean).join(", ");
  return make(
    "p",
    { class: "origin" },
    sources.length > 0 ? ["according to ", entities(sources), " · "] : article.publisher ? "in the article’s own words · " : "",
    make("a", { href: place(said), class: "headline" }, headline(article)),
    published && article.headline ? ` · ${published}` : "",
  );
}

/** One of a fact's sentences, and where it stands. */
export function statement(said) {
  return make("figure", { class: "said" }, make("blockquote", { class: "quote" }, sentence(said.sentence, said.mentions ?? [], said.triggers)), make("figcaption", {}, origin(said)));
}

const APART = new Set(["date", "status", "stance", "negated"]);

/** Roles and values that the heading does not show, whatever they are called. */
export function particulars(fact) {
  const roles = Object.entries(fact.roles).map(([role, who]) => [plain(role), entities(who)]);
  const values = Object.entries(fact.values)
    .filter(([name]) => !APART.has(name))
    .map(([name, what]) => [plain(name), between(what.map(value), ", ")]);
  const all = [...roles, ...values].filter(([, what]) => what.length > 0);
  if (all.length === 0) return null;
  return make("dl", { class: "roles" }, all.map(([name, what]) => make("div", {}, make("dt", {}, name), make("dd", {}, what))));
}

function told(fact) {
  const links = Object.entries(fact.links ?? {}).filter(([, to]) => to.length > 0);
  const words = { sameFactAs: "told elsewhere", followedBy: "with consequences", follows: "follows another", contradicts: "contradicted" };
  const spread = fact.articles > 1 ? [`${count(fact.articles, "article")}, ${count(fact.publishers, "publisher")}`] : [];
  return [...spread, ...links.map(([name]) => words[name] ?? plain(name))].join(" · ");
}

/** What stands above a fact: its type, its day, and how it stands. */
export function eyebrow(fact) {
  return make("p", { class: "eyebrow" }, type(fact.type), fact.date ? make("time", { datetime: fact.date }, day(fact.date)) : null, badges(fact));
}

/** The whole card. `level` is that of its heading, `all` shows every statement. */
export function card(fact, { level = 3, all = false } = {}) {
  const said = sentences(fact);
  const shown = all ? said : said.slice(0, 1);
  const more = said.length - shown.length + Math.max(0, (fact.saidTotal ?? 0) - fact.said.length);
  const note = all ? "" : told(fact);
  return make(
    "article",
    { class: "card", "data-iri": fact.iri },
    eyebrow(fact),
    make(`h${level}`, {}, make("a", { href: view("fact", { iri: fact.iri }) }, brief(fact))),
    particulars(fact),
    shown.map(statement),
    more > 0 || note
      ? make(
          "p",
          { class: "more" },
          more > 0 ? make("a", { href: view("fact", { iri: fact.iri }) }, count(more, "more sentence")) : null,
          more > 0 && note ? " · " : "",
          note,
        )
      : null,
  );
}

/** An article in a list. */
export function article(one, facts = one.facts) {
  const about = [one.publisher, one.published ? day(one.published) : null, facts === undefined ? null : count(facts, "fact")].filter(Boolean);
  return make(
    "li",
    { class: "listed" },
    make("a", { class: "headline", href: view("article", { iri: one.iri }) }, headline(one)),
    make("span", { class: "about" }, about.join(" · ")),
  );
}

/** An article's own address, if people can open it. */
export function original(one) {
  return /^https?:/i.test(one.url ?? "") ? outside(one.url, "the original") : null;
}
