// Facts that cannot both hold, side by side.
import { ask } from "./api.js";
import { card } from "./cards.js";
import { make, view } from "./dom.js";
import { PAGE, pager } from "./paging.js";
import { count, value } from "./words.js";

function pair({ score, reasons, left, right }, at) {
  const id = `pair-${at}`;
  const head = make("h2", { id }, reasons.map(value).join(" · ") || "cannot both hold", make("span", { class: "tally" }, `${Math.round(score * 100)} per cent sure`));
  return make("section", { class: "pair", "aria-labelledby": id }, head, make("div", { class: "sides" }, card(left, { all: true }), make("p", { class: "versus", "aria-hidden": "true" }, "against"), card(right, { all: true })));
}

export async function show({ offset }, signal) {
  const page = await ask("disagreements", { limit: PAGE, offset }, signal);
  const heading = make("h1", {}, "Disagreements", make("span", { class: "tally" }, count(page.total, "pair")));
  const about = make("p", { class: "standfirst" }, "Facts that cannot both hold, each with the sentences that say so. Which of them is right is for you to judge.");
  const none = make("p", { class: "none" }, "No two facts contradict each other.");
  return { title: "Disagreements", nodes: [heading, about, page.items.length > 0 ? page.items.map(pair) : none, pager(page, (to) => view("disagreements", { offset: to }))] };
}
