// An answer in all the ways it can be looked at: as a table, a graph, a timeline, and as it came.
import { make, viewOf } from "./dom.js";
import { graph } from "./graph.js";
import { timeline } from "./plots.js";
import { table } from "./table.js";
import { number, years } from "./words.js";

/** How much a plot takes, and how many characters are shown raw. */
const NODES = 120;
const MARKS = 600;
const RAW = 200_000;

const isDate = (term) => term !== undefined && term.type === "literal" && /^-?\d{4}(-\d\d(-\d\d(T.*)?)?)?$/.test(term.value) && !/#(integer|decimal|double)$/.test(term.datatype ?? "");

/** The columns that most often have what is looked for. */
function columnsWith(names, rows, test) {
  const sample = rows.slice(0, 200);
  return names.filter((name) => {
    const bound = sample.filter((row) => row[name] !== undefined && row[name].value !== "");
    return bound.length > 0 && bound.filter((row) => test(row[name])).length > bound.length / 2;
  });
}

function labelOf(term, short) {
  return term.type === "uri" ? short(term.value).replace(/^(?:[a-z0-9-]+:|.*\/)(?=.)/i, "") : term.value;
}

/** Nodes and edges of rows that join two IRIs; null where there are none. */
function asGraph(names, rows, short) {
  const triple = names.join() === "subject,property,value";
  const [from, to] = triple ? ["subject", "value"] : columnsWith(names, rows, (term) => term.type !== "literal");
  if (to === undefined) return null;
  const places = new Map();
  const nodes = [];
  const edges = [];
  const placeOf = (term) => {
    if (!places.has(term.value) && nodes.length < NODES) {
      places.set(term.value, nodes.length);
      nodes.push({ label: labelOf(term, short), about: term.value, href: term.type === "uri" ? viewOf(term.value) : undefined, kind: term.type === "literal" ? "Literal" : "", size: 0 });
    }
    return places.get(term.value);
  };
  for (const row of rows) {
    if (!row[from] || !row[to] || (!triple && row[to].type === "literal")) continue;
    const [a, b] = [placeOf(row[from]), placeOf(row[to])];
    if (a === undefined || b === undefined || a === b) continue;
    nodes[a].size += 0.5;
    nodes[b].size += 0.5;
    edges.push({ from: a, to: b, label: row.property ? short(row.property.value) : undefined });
  }
  if (edges.length === 0) return null;
  const full = nodes.length === NODES ? make("p", { class: "none" }, `The first ${number(NODES)} nodes are drawn.`) : null;
  return [full, graph(nodes, edges, { name: "Answer as a graph", height: Math.min(900, 260 + nodes.length * 7), arrows: true })];
}

function asTimeline(names, rows, short) {
  const [date] = columnsWith(names, rows, isDate);
  if (!date) return null;
  const others = names.filter((name) => name !== date);
  const link = [...others].reverse().find((name) => rows.some((row) => row[name]?.type === "uri"));
  const items = rows.slice(0, MARKS).filter((row) => row[date] && years(row[date].value) !== null).map((row) => {
    const label = others.filter((name) => row[name] && row[name].value !== "").map((name) => labelOf(row[name], short)).slice(0, 4).join(" · ");
    return { date: row[date].value, lane: date, label, href: link && row[link]?.type === "uri" ? viewOf(row[link].value) : undefined };
  });
  const plot = timeline(items, { name: "Answer by date" });
  return plot ? [plot, rows.length > MARKS ? make("p", { class: "none" }, `The first ${number(MARKS)} rows are drawn.`) : null] : null;
}

function asItCame(text) {
  const cut = text.length > RAW ? make("p", { class: "none" }, "The beginning; a download has all.") : null;
  return [cut, make("pre", { class: "raw", tabindex: "0" }, text.slice(0, RAW))];
}

/** Tabs over what there is; each is made when it is first looked at. */
function tabs(ways, wanted, chosen) {
  const list = make("div", { role: "tablist", "aria-label": "Ways to look at the answer", class: "tabs" });
  const panel = make("div", { role: "tabpanel", id: "panel" });
  const made = new Map();
  const buttons = ways.map(([name, way]) => make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", onclick: () => pick(name, way) }, name));
  function pick(name, way) {
    if (!made.has(name)) made.set(name, way());
    panel.replaceChildren(...[made.get(name)].flat(Infinity).filter(Boolean));
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    for (const button of buttons) {
      const own = button.id === `tab-${name}`;
      button.setAttribute("aria-selected", String(own));
      button.tabIndex = own ? 0 : -1;
    }
    chosen(name);
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    next.focus();
    next.click();
  });
  list.append(...buttons);
  pick(...(ways.find(([name]) => name === wanted) ?? ways[0]));
  return [list, panel];
}

/** An answer of `{ names, rows, raw }` or `{ boolean, raw }`, in tabs; `wanted` is the way to begin with. */
export function answer({ names, rows, boolean, raw }, short, wanted, chosen) {
  if (boolean !== undefined) return make("p", { class: "boolean" }, boolean ? "Yes" : "No");
  const drawn = { Graph: asGraph(names, rows, short), Timeline: asTimeline(names, rows, short) };
  const plots = Object.entries(drawn).filter(([, nodes]) => nodes !== null).map(([name, nodes]) => [name, () => nodes]);
  return tabs([["Table", () => table(names, rows, short)], ...plots, ["Raw", () => asItCame(raw)]], wanted, chosen);
}
