// What a few words find: whom they name, and sentences that have them.
import { ask } from "./api.js";
import { entity } from "./cards.js";
import { between, make, section, view } from "./dom.js";
import { PAGE, pager } from "./paging.js";
import { apart, Text } from "./text.js";
import { count, day, headline, plain } from "./words.js";

function hit({ article, sentence, marks, facts }) {
  const text = new Text(sentence.text, sentence.begin);
  const found = text.marked(text.begin, text.end, [], apart(marks ?? []), () => make("mark", { class: "found" }));
  const about = [article.publisher, article.published ? day(article.published) : null].filter(Boolean).join(", ");
  const href = view("article", { iri: article.iri, char: `${sentence.begin},${sentence.end}` });
  return make(
    "article",
    { class: "card" },
    make("blockquote", { class: "quote" }, found),
    make("p", { class: "origin" }, make("a", { href, class: "headline" }, headline(article)), about && article.headline ? ` · ${about}` : ""),
    facts.length > 0 ? make("p", { class: "more" }, "Says: ", between(facts.map((fact) => make("a", { href: view("fact", { iri: fact.iri }) }, fact.title)), " · ")) : null,
  );
}

function named(one) {
  return make("li", { class: "listed" }, entity(one), make("span", { class: "about" }, `${plain(one.kind)} · ${count(one.facts, "fact")}`));
}

export async function show({ q, offset }, signal) {
  const title = q ? `Search: ${q}` : "Search";
  if (!q) return { title, nodes: [make("h1", {}, "Search"), make("p", {}, "Words find sentences that have all of them; ", make("q", {}, "a phrase"), ", a beginning", make("code", {}, "*"), ", ", make("code", {}, "-without"), " and ", make("code", {}, "OR"), " narrow or widen.")] };
  const found = await ask("search", { q, limit: PAGE, offset }, signal);
  const { sentences, entities } = found;
  const list = sentences.items.length > 0 ? sentences.items.map(hit) : make("p", { class: "none" }, "No sentence has these words.");
  const aside = make("aside", { class: "side", "aria-label": "Names" }, section("Names", entities.length > 0 ? make("ul", { class: "plainlist" }, entities.map(named)) : make("p", { class: "none" }, "Nobody is called so.")));
  const body = make("section", {}, make("h2", {}, count(sentences.total, "sentence")), list, pager(sentences, (to) => view("search", { q, offset: to })));
  return { title, nodes: [make("h1", {}, make("span", { class: "tally before" }, "Search"), make("bdi", {}, q)), make("div", { class: "desk" }, body, aside)] };
}
