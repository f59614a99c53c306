// All facts, narrowed by what they are, who takes part, how they stand and when.
import { ask, once } from "./api.js";
import { card } from "./cards.js";
import { make, view } from "./dom.js";
import { PAGE, pager } from "./paging.js";
import { count, number, plain, titled, value } from "./words.js";

const LINKED = { sameFactAs: "told more than once", followedBy: "with consequences", contradicts: "contradicted" };
const SORTS = { "-date": "latest first", date: "earliest first", newest: "newest articles first" };
const FILTERS = ["type", "actor", "place", "source", "q", "status", "from", "to", "linked", "sort", "entity", "article", "publisher"];

function choice(name, label, options, chosen) {
  const all = options.flatMap((one) => (one.options ? one.options : [one]));
  const known = all.some((one) => one.value === chosen) || !chosen;
  const option = (one) => make("option", { value: one.value, selected: one.value === (chosen ?? "") }, one.label);
  const items = options.map((one) => (one.options ? make("optgroup", { label: one.label }, one.options.map(option)) : option(one)));
  return make("label", {}, make("span", {}, label), make("select", { name }, items, known ? null : option({ value: chosen, label: chosen })));
}

function field(name, label, chosen, placeholder = "") {
  return make("label", {}, make("span", {}, label), make("input", { name, value: chosen ?? "", placeholder, autocomplete: "off", spellcheck: "false" }));
}

/** Statuses and stances by their scheme, from the vocabulary: the page knows none of them. */
async function statuses() {
  const terms = await once("terms").catch(() => []);
  const schemes = new Map();
  for (const { iri } of terms) {
    const found = /\/concept\/([a-z-]*(?:status|stance))\/([^/]+)$/.exec(iri);
    if (!found) continue;
    const options = schemes.get(found[1]) ?? [];
    if (!options.some((one) => one.value === found[2])) options.push({ value: found[2], label: value(found[2]) });
    schemes.set(found[1], options);
  }
  return [{ value: "", label: "any" }, ...[...schemes].map(([scheme, options]) => ({ label: titled(scheme), options }))];
}

async function filters(chosen) {
  const summary = await once("summary").catch(() => ({ facts: [] }));
  const types = [{ value: "", label: "all" }, ...summary.facts.map((one) => ({ value: one.type, label: `${titled(one.label)} (${number(one.count)})` }))];
  const form = make(
    "form",
    { class: "filters", action: "./", role: "search", "aria-label": "Narrow the facts" },
    choice("type", "Type", types, chosen.type),
    choice("status", "How it stands", await statuses(), chosen.status),
    field("actor", "Who", chosen.actor, "a name"),
    field("place", "Where", chosen.place, "a place"),
    field("source", "According to", chosen.source, "a name"),
    field("q", "Words", chosen.q, "in the sentence"),
    field("from", "From", chosen.from, "2024-01"),
    field("to", "To", chosen.to, "2024-12"),
    choice("linked", "Links", [{ value: "", label: "any" }, ...Object.entries(LINKED).map(([name, label]) => ({ value: name, label }))], chosen.linked),
    choice("sort", "Order", Object.entries(SORTS).map(([name, label]) => ({ value: name, label })), chosen.sort ?? "-date"),
    make("button", { class: "chief" }, "Show"),
  );
  const go = () => {
    const set = Object.fromEntries(new FormData(form));
    if (set.sort === "-date") delete set.sort;
    location.assign(view("facts", { ...chosen, ...set, sort: set.sort, offset: undefined }));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  for (const select of form.querySelectorAll("select")) select.addEventListener("change", go);
  const many = FILTERS.some((name) => !["type", "status", "sort"].includes(name) && chosen[name]);
  return make("details", { class: "narrow", open: many || matchMedia("(min-width: 48rem)").matches }, make("summary", {}, "Narrow down"), form);
}

/** What is set, each with a link that unsets it. */
async function set(chosen, signal) {
  const names = FILTERS.filter((name) => chosen[name] && name !== "sort");
  const label = async (name) => {
    if (name !== "entity") return name === "linked" ? LINKED[chosen.linked] : value(chosen[name]);
    return (await ask("entity", { iri: chosen.entity }, signal).catch(() => ({ label: chosen.entity }))).label;
  };
  const labels = await Promise.all(names.map(label));
  const chips = names.map((name, at) => {
    const without = view("facts", { ...chosen, [name]: undefined, offset: undefined });
    return make("li", {}, make("a", { href: without, "aria-label": `Without ${plain(name)} ${labels[at]}` }, make("span", {}, name === "q" ? "words" : plain(name)), " ", labels[at], " ×"));
  });
  return chips.length > 0 ? make("ul", { class: "chips", "aria-label": "What is set" }, chips) : null;
}

export async function show(parameters, signal) {
  const chosen = Object.fromEntries(FILTERS.filter((name) => parameters[name]).map((name) => [name, parameters[name]]));
  const offset = Number(parameters.offset) || 0;
  const [page, form, chips] = await Promise.all([ask("facts", { ...chosen, limit: PAGE, offset }, signal), filters(chosen), set(chosen, signal)]);
  const what = chosen.type ? titled(chosen.type) : "Facts";
  const none = make("p", { class: "none" }, "No fact is like that. Fewer conditions find more.");
  const list = make("div", { class: "cards" }, page.items.length > 0 ? page.items.map((fact) => card(fact, { level: 2 })) : none);
  const heading = make("h1", {}, what, make("span", { class: "tally" }, count(page.total, "fact")));
  return { title: what, nodes: [heading, form, chips, list, pager(page, (to) => view("facts", { ...chosen, offset: to }))] };
}
