// Elements from data. Whatever comes from an article is hostile: it goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element. Attributes that begin with `on` are listeners; children are nodes and texts. */
export function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element, made the same way. */
export function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** The address of a view: a document of its own elsewhere, the same document at the root. */
export function view(name, parameters = {}) {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const query = new URLSearchParams(set).toString();
  return `./#/${name}${query ? `?${query}` : ""}`;
}

/** Which view shows an IRI, as far as it can be told from its looks; `thing` finds out. */
export function viewOf(iri) {
  const sentence = /^(.*)#char=(\d+),(\d+)$/.exec(iri);
  if (sentence) return view("article", { iri: sentence[1], char: `${sentence[2]},${sentence[3]}` });
  const kind = /\/(entity|fact|article)\/[^#]+$/.exec(iri);
  return view(kind ? kind[1] : "thing", { iri });
}

/** A link to another site, if the address is one for people; else only the text. */
export function outside(address, ...children) {
  const safe = typeof address === "string" && /^https?:\/\//i.test(address) && URL.canParse(address);
  if (!safe) return make("span", {}, children);
  return make("a", { href: address, rel: "noopener noreferrer nofollow", class: "outside" }, children);
}

/** The same list with a separator between its members. */
export function between(nodes, separator) {
  return nodes.flatMap((node, at) => (at === 0 ? [node] : [separator, node]));
}

/** A heading with what is below it; nothing where nothing is. */
export function section(title, ...children) {
  const inside = children.flat(Infinity).filter(Boolean);
  return inside.length === 0 ? null : make("section", {}, make("h2", {}, title), inside);
}
