// The workbench: a query, its answer, and ways to take both along.
import { once, query as send } from "./api.js";
import { answer } from "./answers.js";
import { between, make, view } from "./dom.js";
import { editor } from "./editor.js";
import { shortener } from "./iris.js";
import { triples } from "./ntriples.js";
import { chooser } from "./questions.js";
import { count } from "./words.js";

const FIRST = `SELECT ?date ?who ?with ?meeting
WHERE {
  ?meeting a chancery:Meeting ;
    chancery:participant ?who , ?with .
  OPTIONAL { ?meeting chancery:date ?date }
  FILTER(STR(?who) < STR(?with))
}
ORDER BY DESC(?date)
LIMIT 100`;
const KEPT = "chancery.query";
const GRAPHS = { Turtle: "ttl", "N-Triples": "nt", "N-Quads": "nq", TriG: "trig", "RDF/XML": "rdfxml", "JSON-LD": "jsonld" };
const TABLES = { CSV: "csv", TSV: "tsv", JSON: "json", XML: "xml" };

/** Whether a query asks for triples rather than rows. */
function isGraph(text) {
  const bare = text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, " ");
  const form = /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare);
  return form !== null && /^[CD]/i.test(form[1]);
}

function kept(text) {
  try {
    if (text === undefined) return localStorage.getItem(KEPT);
    localStorage.setItem(KEPT, text);
  } catch {
    // a browser that keeps nothing forgets it
  }
  return null;
}

/** How many bytes of an answer are read: more than anybody looks at. */
const MOST = 50_000_000;

/** The whole of an answer, unless there is too much of it or the server breaks off. */
async function whole(response) {
  const decoder = new TextDecoder();
  const parts = [];
  let size = 0;
  try {
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return parts.join("") + decoder.decode();
      size += value.length;
      if (size > MOST) {
        await reader.cancel();
        throw Object.assign(new Error("A download has all of it; or add a LIMIT."), { title: "Too much to show" });
      }
      parts.push(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    if (error.name !== "AbortError") error.title ??= "The answer broke off: a limit was reached, or the server went away";
    throw error;
  }
}

/** What the server gave, as rows or as a yes or no. */
async function read(response, graph) {
  const raw = await whole(response);
  if (graph) return { names: ["subject", "property", "value"], rows: triples(raw), raw };
  const parsed = JSON.parse(raw);
  const pretty = raw.length < 500_000 ? JSON.stringify(parsed, null, 1) : raw;
  if (typeof parsed.boolean === "boolean") return { boolean: parsed.boolean, raw: pretty };
  return { names: parsed.head.vars, rows: parsed.results.bindings, raw: pretty };
}

class Workbench {
  constructor(questions, short, { query, named, ...values }) {
    this.short = short;
    this.running = null;
    this.way = "Table";
    this.questions = chooser(questions, query ? "" : named, values, { changed: (text) => this.set(text), run: () => this.ask() });
    this.first = query ?? kept() ?? FIRST;
    this.box = make("div", { class: "editor", id: "editor" });
    this.run = make("button", { type: "button", class: "chief", onclick: () => this.ask() }, "Run");
    this.stop = make("button", { type: "button", disabled: true, onclick: () => this.running?.abort() }, "Cancel");
    this.status = make("p", { class: "status", role: "status", "aria-live": "polite" });
    this.links = make("p", { class: "links" });
    this.result = make("div", { class: "result" });
  }

  nodes() {
    const hint = make("span", { class: "about" }, "Ctrl + Enter runs it, Ctrl + Space completes");
    return [make("h1", {}, "Query"), this.questions.node, this.box, make("div", { class: "row" }, this.run, this.stop, hint), this.links, this.status, this.result];
  }

  async begin(asked) {
    this.editor = await editor(this.box, this.first, { changed: () => this.changed(), run: () => this.ask() });
    this.told();
    if (asked.named && !asked.query) this.questions.begin();
    if (asked.query || asked.named) this.ask();
  }

  /** A query of one of the questions. */
  set(text) {
    this.setting = true;
    this.editor?.set(text);
    this.setting = false;
    this.told();
  }

  changed() {
    this.editor.mark(0);
    if (!this.setting) this.questions.own();
    this.told();
  }

  /** Links to the query itself and to its answer in every format. */
  told() {
    const text = this.editor.get();
    const download = ([name, format]) => make("a", { href: `query?${new URLSearchParams({ query: text, format })}`, download: `answer.${format === "rdfxml" ? "rdf" : format}` }, name);
    const formats = Object.entries(isGraph(text) ? GRAPHS : TABLES).map(download);
    this.links.replaceChildren(make("a", { href: view("query", { query: text }), id: "lasting" }, "Link to this query"), make("span", {}, "Download ", between(formats, " · ")));
  }

  async ask() {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    const text = this.editor.get();
    const graph = isGraph(text);
    const began = performance.now();
    kept(text);
    this.editor.mark(0);
    this.stop.disabled = false;
    this.status.textContent = "Running …";
    this.result.replaceChildren();
    this.result.setAttribute("aria-busy", "true");
    try {
      const response = await send(text, graph ? "application/n-triples" : "application/sparql-results+json", mine.signal);
      const found = await read(response, graph);
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      const size = found.rows ? `${count(found.rows.length, graph ? "triple" : "row")}, ` : "";
      this.status.textContent = `${size}${seconds} s`;
      this.result.replaceChildren(...[answer(found, this.short, this.way, (way) => (this.way = way))].flat(Infinity).filter(Boolean));
    } catch (error) {
      if (this.running === mine) this.refused(error);
    }
    if (this.running !== mine) return;
    this.running = null;
    this.stop.disabled = true;
    this.result.removeAttribute("aria-busy");
  }

  refused(error) {
    if (error.name === "AbortError") {
      this.status.textContent = "Cancelled.";
      return;
    }
    const detail = error.detail ?? error.message;
    this.status.textContent = "No answer.";
    this.result.replaceChildren(make("div", { class: "trouble", role: "alert" }, make("strong", {}, error.title ?? "The server cannot be reached"), detail ? make("pre", {}, detail) : null));
    const line = /\bline (\d+)|\b(\d+):\d+/.exec(detail ?? "");
    if (error.status === 400 && line) this.editor.mark(Number(line[1] ?? line[2]));
  }
}

export async function show(parameters, signal) {
  const [questions, short] = await Promise.all([once("questions").catch(() => []), shortener()]);
  const bench = new Workbench(questions, short, parameters);
  signal.addEventListener("abort", () => bench.running?.abort());
  return { title: "Query", nodes: bench.nodes(), ready: () => bench.begin(parameters) };
}
