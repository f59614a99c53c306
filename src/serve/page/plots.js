// Bars, months and timelines. Every mark is a link, and says in words what it shows.
import { draw, make } from "./dom.js";
import { day, hue, number, years } from "./words.js";

/** Bars of named counts: `{ label, count, href, colour }`, the longest the full width. */
export function bars(items) {
  const most = Math.max(1, ...items.map((item) => item.count));
  return make(
    "ul",
    { class: "bars" },
    items.map((item) => {
      const bar = make("span", { class: "length" });
      bar.style.setProperty("--part", `${(100 * item.count) / most}%`);
      if (item.colour !== undefined) bar.style.setProperty("--hue", item.colour);
      return make("li", {}, make("a", { href: item.href }, make("span", { class: "label" }, item.label), make("span", { class: "count" }, number(item.count)), bar));
    }),
  );
}

/** Columns of counts by period (`{ period, count, href }`, in order): a histogram whose columns lead to their facts. */
export function columns(items, name) {
  const [width, height, low] = [320, 84, 16];
  const most = Math.max(1, ...items.map((item) => item.count));
  const step = width / Math.max(1, items.length);
  const every = Math.ceil(items.length / 6);
  return draw(
    "svg",
    { class: "plot columns", viewBox: `0 0 ${width} ${height + low}`, role: "group", "aria-label": name },
    items.map((item, at) => {
      const tall = ((height - 4) * item.count) / most;
      const says = `${day(item.period)}: ${number(item.count)}`;
      return draw(
        "a",
        { href: item.href, "aria-label": says },
        draw("title", {}, says),
        draw("rect", { class: "reach", x: at * step, y: 0, width: step, height }),
        draw("rect", { class: "column", x: at * step + step * 0.12, y: height - tall, width: step * 0.76, height: tall }),
      );
    }),
    draw("line", { class: "axis", x1: 0, x2: width, y1: height, y2: height }),
    items.map((item, at) =>
      at % every === 0 && at * step < width - 26 ? draw("text", { class: "tick", x: at * step, y: height + 12 }, item.period) : null,
    ),
  );
}

/** Round years to mark between two, about six of them. */
function ticks(from, to) {
  const steps = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000];
  const step = steps.find((size) => (to - from) / size <= 6) ?? 1000;
  const found = [];
  for (let year = Math.ceil(from / step) * step; year <= to; year += step) found.push(year);
  return found;
}

/** How wide a plot may be drawn, so that its letters stay as large as those around it. */
export function room() {
  return Math.max(320, Math.min(1100, document.getElementById("view").clientWidth - 48));
}

/** Marks in lanes along the years: `{ date, lane, label, href, faint }`. Marks of one place are stacked. */
export function timeline(items, { width = room(), name = "Timeline" } = {}) {
  const dated = items.map((item) => ({ ...item, at: years(item.date) })).filter((item) => item.at !== null);
  if (dated.length === 0) return null;
  const lanes = [...new Set(dated.map((item) => item.lane))];
  const first = Math.min(...dated.map((item) => item.at));
  const last = Math.max(...dated.map((item) => item.at));
  const around = Math.max(1.1, (last - first) * 0.04);
  const [from, to] = [first - around, last + around];
  const [left, right, radius] = [8, 8, 5];
  const x = (at) => left + ((at - from) / (to - from)) * (width - left - right);
  const nodes = [];
  let y = 0;
  for (const lane of lanes) {
    const stacked = new Map();
    const own = dated.filter((item) => item.lane === lane).sort((a, b) => a.at - b.at);
    const high = own.map((item) => {
      const column = Math.round(x(item.at) / (radius * 2));
      stacked.set(column, (stacked.get(column) ?? -1) + 1);
      return Math.min(11, stacked.get(column));
    });
    const base = y + 22 + Math.max(...high) * radius * 2 + radius * 2;
    nodes.push(draw("text", { class: "lane", x: left, y: y + 13 }, lane), draw("line", { class: "rule", x1: 0, x2: width, y1: base, y2: base }));
    own.forEach((item, at) => nodes.push(mark(item, x(item.at), base - radius - 1 - high[at] * radius * 2, radius)));
    y = base + 6;
  }
  const marks = ticks(from, to).map((year) => [
    draw("line", { class: "grid", x1: x(year), x2: x(year), y1: 0, y2: y }),
    draw("text", { class: "tick", x: x(year), y: y + 12, "text-anchor": "middle" }, String(year)),
  ]);
  return draw("svg", { class: "plot timeline", viewBox: `0 0 ${width} ${y + 18}`, role: "group", "aria-label": name }, marks, nodes);
}

function mark(item, x, y, radius) {
  const says = `${day(item.date)}: ${item.label}`;
  const dot = draw("circle", { class: item.faint ? "dot faint" : "dot", cx: x, cy: y, r: radius - 0.7 });
  dot.style.setProperty("--hue", hue(item.lane));
  return draw("a", { href: item.href, "aria-label": says }, draw("title", {}, says), dot);
}
