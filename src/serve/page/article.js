// An article: its text with names and triggers marked, and the facts beside the paragraphs that state them.
import { ask } from "./api.js";
import { addresses } from "./addresses.js";
import { badges, entities, entity, original, type } from "./cards.js";
import { between, make, section, view } from "./dom.js";
import { apart, Text } from "./text.js";
import { count, day, headline, plain } from "./words.js";

/** Paragraphs of a text: what stands between line breaks, by code points. */
function paragraphs(text) {
  const found = [];
  let begin = 0;
  text.points.forEach((point, at) => {
    if (point !== "\n") return;
    if (at > begin) found.push({ begin, end: at });
    begin = at + 1;
  });
  if (begin < text.end) found.push({ begin, end: text.end });
  return found.filter(({ begin: from, end }) => text.slice(from, end).trim() !== "");
}

/** Which facts each sentence states, by the sentence's beginning. A fact that many tell comes without some of its statements, but
    its triggers are all there. */
function stated(article) {
  const by = new Map();
  const state = (begin, fact, sources) => {
    const own = by.get(begin) ?? new Map();
    const known = own.get(fact.iri)?.sources ?? [];
    own.set(fact.iri, { fact, sources: [...known, ...sources.filter((one) => !known.some((other) => other.iri === one.iri))] });
    by.set(begin, own);
  };
  for (const fact of article.facts) {
    for (const said of fact.said.filter((one) => one.article.iri === article.iri)) state(said.sentence.begin, fact, said.sources);
  }
  const facts = new Map(article.facts.map((fact) => [fact.iri, fact]));
  for (const { begin, fact } of article.triggers) {
    const sentence = article.sentences.find((one) => one.begin <= begin && begin < one.end);
    if (sentence && facts.has(fact)) state(sentence.begin, facts.get(fact), []);
  }
  return by;
}

/** A fact in the margin. */
function note({ fact, sources }, sentence) {
  const roles = Object.entries(fact.roles).map(([role, who]) => make("div", {}, make("dt", {}, plain(role)), make("dd", {}, entities(who))));
  return make(
    "li",
    { class: "note", "data-fact": fact.iri, "data-sentence": sentence },
    make("p", { class: "eyebrow" }, make("a", { href: view("fact", { iri: fact.iri }) }, type(fact.type)), fact.date ? make("time", { datetime: fact.date }, day(fact.date)) : null, badges(fact)),
    make("dl", { class: "roles" }, roles),
    sources.length > 0 ? make("p", { class: "origin" }, "according to ", entities(sources)) : null,
  );
}

/** The pieces of one paragraph: its sentences, and what stands between them. */
function pieces(block, sentences) {
  const inside = sentences.filter((one) => one.begin < block.end && one.end > block.begin);
  const parts = [];
  let at = block.begin;
  for (const one of inside) {
    const [begin, end] = [Math.max(one.begin, at), Math.min(one.end, block.end)];
    if (begin > at) parts.push({ begin: at, end: begin });
    if (end > begin) parts.push({ begin, end, sentence: one });
    at = Math.max(at, end);
  }
  if (at < block.end) parts.push({ begin: at, end: block.end });
  return parts;
}

function body(article) {
  const text = new Text(article.text);
  const facts = stated(article);
  const noted = new Set();
  const mentions = apart(article.mentions);
  const triggers = apart(article.triggers);
  const mark = (span, linked) =>
    linked ? make("mark", { "data-fact": span.fact }) : make("a", { class: "trigger", href: view("fact", { iri: span.fact }), "data-fact": span.fact });
  return paragraphs(text).map((block) => {
    const notes = [];
    const words = pieces(block, article.sentences).map((part) => {
      const nodes = text.marked(part.begin, part.end, mentions, triggers, mark);
      if (!part.sentence) return nodes;
      const { begin, end } = part.sentence;
      const own = facts.get(begin);
      if (own && !noted.has(begin)) notes.push(...[...own.values()].map((one) => note(one, begin)));
      noted.add(begin);
      return make("span", { class: own ? "sentence states" : "sentence", "data-sentence": begin, "data-char": `${begin},${end}` }, nodes);
    });
    return make("div", { class: "block" }, make("p", { class: "text" }, words), notes.length > 0 ? make("ul", { class: "notes", "aria-label": "Facts of this paragraph" }, notes) : null);
  });
}

/** Lights up a sentence's notes with the sentence, and a note's sentence with the note; by pointer and by focus alike. */
function together(box) {
  const light = (event) => {
    const over = event.type === "pointerover" || event.type === "focusin";
    const on = over ? event.target.closest?.("[data-sentence]") : null;
    for (const lit of box.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (!on) return;
    const { sentence, fact } = on.dataset;
    for (const part of box.querySelectorAll(`[data-sentence="${sentence}"]`)) {
      if (!fact || !part.dataset.fact || part.dataset.fact === fact) part.classList.add("lit");
      for (const word of part.querySelectorAll("[data-fact]")) if (!fact || word.dataset.fact === fact) word.classList.add("lit");
    }
  };
  for (const name of ["pointerover", "pointerleave", "focusin", "focusout"]) box.addEventListener(name, light);
}

/** Goes to the sentence that the address names, or in which the words stand that it names. */
function go(box, char) {
  const [begin, end] = (char ?? "").split(",").map(Number);
  const found = [...box.querySelectorAll("[data-char]")].filter((part) => {
    const [from, to] = part.dataset.char.split(",").map(Number);
    return from <= begin && end <= to;
  });
  for (const part of found) part.classList.add("meant");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  found[0]?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}

/** Everybody whom the article names, the most named first. */
function named(article) {
  const by = new Map();
  for (const { entity: one } of article.mentions) by.set(one.iri, { one, times: (by.get(one.iri)?.times ?? 0) + 1 });
  const sorted = [...by.values()].sort((a, b) => b.times - a.times || a.one.label.localeCompare(b.one.label));
  return section("Named here", sorted.length > 0 ? make("p", { class: "names" }, between(sorted.map(({ one }) => entity(one)), ", ")) : null);
}

export async function show({ iri, char }, signal) {
  const article = await ask("article", { iri }, signal);
  article.facts = article.facts.filter(Boolean);
  const title = headline(article);
  const about = [article.publisher, article.authors?.join(", "), article.published ? make("time", { datetime: article.published }, day(article.published)) : null, original(article), count(article.facts.length, "fact")];
  const box = make("div", { class: "reading" }, body(article));
  together(box);
  const head = make("header", { class: "top" }, make("h1", { class: "headline" }, title), make("p", { class: "byline" }, between(about.filter(Boolean), " · ")));
  return { title, nodes: [head, box, make("div", { class: "after" }, named(article), addresses(article.iri))], ready: () => go(box, char) };
}
