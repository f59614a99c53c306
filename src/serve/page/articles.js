// All articles, the newest first.
import { ask } from "./api.js";
import { article } from "./cards.js";
import { make, view } from "./dom.js";
import { PAGE, pager } from "./paging.js";
import { count } from "./words.js";

export async function show({ q, publisher, from, to, offset }, signal) {
  const chosen = { q, publisher, from, to };
  const page = await ask("articles", { ...chosen, limit: PAGE, offset }, signal);
  const clear = publisher || q ? make("p", {}, make("a", { href: view("articles") }, "All articles")) : null;
  const heading = make("h1", {}, publisher ? `Articles of ${publisher}` : "Articles", make("span", { class: "tally" }, count(page.total, "article")));
  const list = make("ul", { class: "plainlist wide" }, page.items.map((one) => article(one)));
  return { title: "Articles", nodes: [heading, clear, page.items.length > 0 ? list : make("p", { class: "none" }, "There is no such article."), pager(page, (next) => view("articles", { ...chosen, offset: next }))] };
}
