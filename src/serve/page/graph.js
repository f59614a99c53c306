// Graphs: nodes are links. The layout is worked out at once and is the same every time; nothing moves.
import { draw } from "./dom.js";
import { room } from "./plots.js";

/** Places nodes so that those with edges are near and none are on top of each other. */
function lay(nodes, edges, width, height) {
  const at = nodes.map((_, i) => {
    const turn = i * 2.399963; // the golden angle: no two in line
    const far = Math.sqrt((i + 0.5) / nodes.length);
    return { x: far * Math.cos(turn), y: far * Math.sin(turn) };
  });
  const ideal = 1.6 / Math.sqrt(nodes.length);
  for (let round = 0; round < 250; round += 1) {
    const heat = 0.12 * (1 - round / 250);
    const force = at.map(() => ({ x: 0, y: 0 }));
    const pull = (i, j, strength, x, y) => {
      force[i].x += x * strength;
      force[i].y += y * strength;
      force[j].x -= x * strength;
      force[j].y -= y * strength;
    };
    for (let i = 0; i < at.length; i += 1) {
      for (let j = i + 1; j < at.length; j += 1) {
        const [x, y] = [at[i].x - at[j].x, at[i].y - at[j].y];
        pull(i, j, (ideal * ideal) / (x * x + y * y + 1e-4), x, y);
      }
    }
    for (const { from, to } of edges) {
      const [x, y] = [at[from].x - at[to].x, at[from].y - at[to].y];
      pull(from, to, -Math.hypot(x, y) / (3 * ideal), x, y);
    }
    at.forEach((place, i) => {
      const [x, y] = [force[i].x - place.x * 0.4, force[i].y - place.y * 0.4];
      const long = Math.hypot(x, y) || 1;
      place.x += (x / long) * Math.min(long, heat);
      place.y += (y / long) * Math.min(long, heat);
    });
  }
  const spread = (key) => {
    const [low, high] = [Math.min(...at.map((p) => p[key])), Math.max(...at.map((p) => p[key]))];
    return (value) => (high - low < 1e-6 ? 0.5 : (value - low) / (high - low));
  };
  const [x, y] = [spread("x"), spread("y")];
  return at.map((p) => ({ x: 70 + x(p.x) * (width - 140), y: 18 + y(p.y) * (height - 44) }));
}

/** Moves nodes up and down until no label lies on another, as far as there is room. */
function untangle(places, height) {
  const [wide, tall] = [110, 30];
  for (let round = 0; round < 80; round += 1) {
    for (let i = 0; i < places.length; i += 1) {
      for (let j = i + 1; j < places.length; j += 1) {
        const [a, b] = [places[i], places[j]];
        const near = tall - Math.abs(a.y - b.y);
        if (Math.abs(a.x - b.x) > wide || near <= 0) continue;
        const step = (near / 4) * (a.y < b.y ? -1 : 1);
        a.y = Math.min(height - 26, Math.max(18, a.y + step));
        b.y = Math.min(height - 26, Math.max(18, b.y - step));
      }
    }
  }
  return places;
}

function shorten(label, most) {
  const points = Array.from(label);
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : label;
}

/** A graph of `nodes` (`{ label, href, kind, size }`) and `edges` (`{ from, to, label }`, by place in `nodes`). */
export function graph(nodes, edges, { name, height = 420, arrows = false } = {}) {
  const width = room();
  const places = untangle(lay(nodes, edges, width, height), height);
  const lines = edges.map((edge) => {
    const [a, b] = [places[edge.from], places[edge.to]];
    const long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const end = arrows ? { x: b.x - ((b.x - a.x) / long) * 9, y: b.y - ((b.y - a.y) / long) * 9 } : b;
    const line = { class: "edge", x1: a.x, y1: a.y, x2: end.x, y2: end.y, "marker-end": arrows ? "url(#arrow)" : null };
    return draw("line", line, edge.label ? draw("title", {}, edge.label) : null);
  });
  const marks = nodes.map((node, i) => dot(node, places[i]));
  const arrow = draw("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, draw("path", { class: "arrow", d: "M0 0 8 4 0 8z" }));
  return draw("svg", { class: "plot graph", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name }, arrows ? draw("defs", {}, arrow) : null, lines, marks);
}

function dot(node, { x, y }) {
  const radius = 4 + 3 * Math.sqrt(node.size ?? 1);
  const inside = [
    draw("title", {}, node.about ?? node.label),
    draw("circle", { cx: x, cy: y, r: Math.min(radius, 16), class: "node", "data-kind": node.kind ?? "" }),
    draw("text", { x, y: y + Math.min(radius, 16) + 12, "text-anchor": "middle" }, shorten(node.label, 22)),
  ];
  return node.href ? draw("a", { href: node.href, "aria-label": node.about ?? node.label }, inside) : draw("g", {}, inside);
}

/** One in the middle and those around it, the nearest first clockwise: `{ label, href, kind, count, about }`. */
export function star(middle, around, name) {
  const [width, height] = [340, 330];
  const most = Math.max(1, ...around.map((node) => node.count));
  const nodes = around.map((node, i) => {
    const turn = (i / around.length) * 2 * Math.PI - Math.PI / 2;
    const far = i % 2 === 1 && around.length > 6 ? 0.6 : 1;
    return { node, x: width / 2 + Math.cos(turn) * (width / 2 - 52) * far, y: height / 2 - 6 + Math.sin(turn) * (height / 2 - 30) * far };
  });
  const lines = nodes.map(({ node, x, y }) => {
    const line = draw("line", { class: "edge", x1: width / 2, y1: height / 2 - 6, x2: x, y2: y });
    line.style.setProperty("stroke-width", String(1 + (4 * node.count) / most));
    return line;
  });
  const marks = nodes.map(({ node, x, y }) => dot({ ...node, size: (3 * node.count) / most }, { x, y }));
  const centre = dot({ ...middle, size: 8 }, { x: width / 2, y: height / 2 - 6 });
  return draw("svg", { class: "plot graph star", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name }, lines, marks, centre);
}
