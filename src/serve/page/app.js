// Which view is shown: read from the address, loaded when it is first needed, and announced to those who do not see it change.
import { make } from "./dom.js";
import { suggest } from "./suggest.js";

const VIEWS = new Map([
  ["", () => import("./home.js")],
  ["facts", () => import("./facts.js")],
  ["fact", () => import("./fact.js")],
  ["articles", () => import("./articles.js")],
  ["article", () => import("./article.js")],
  ["entity", () => import("./entity.js")],
  ["thing", () => import("./thing.js")],
  ["search", () => import("./search.js")],
  ["disagreements", () => import("./disagreements.js")],
  ["query", () => import("./query.js")],
]);

const main = document.getElementById("view");
const progress = document.getElementById("progress");
let running = null;

/** What the address asks for: what follows `#/`, else what the server or an old link put into it. */
function asked() {
  if (location.hash.startsWith("#/")) {
    const [name, query] = location.hash.slice(2).split(/\?(.*)/s);
    return { name, parameters: Object.fromEntries(new URLSearchParams(query ?? "")) };
  }
  const { iri } = document.documentElement.dataset;
  if (iri) return { name: "thing", parameters: { iri } };
  const query = new URLSearchParams(location.search).get("query");
  return query === null ? { name: "", parameters: {} } : { name: "query", parameters: { query } };
}

function trouble(error) {
  const [title, detail] = [error.title ?? "This cannot be shown", error.detail ?? error.message];
  return { title, nodes: [make("h1", {}, title), make("p", { class: "trouble", role: "alert" }, detail)] };
}

/** Shows a view. Each gives `{ title, nodes }`, and may give `ready`, to be called once it is in the document. */
async function show(first) {
  const { name, parameters } = asked();
  running?.abort();
  const mine = (running = new AbortController());
  progress.textContent = "Loading";
  main.setAttribute("aria-busy", "true");
  let shown;
  try {
    const load = VIEWS.get(name);
    if (!load) throw Object.assign(new Error(`There is no view “${name}”.`), { title: "Not found" });
    shown = await (await load()).show(parameters, mine.signal);
  } catch (error) {
    shown = trouble(error);
  }
  if (mine.signal.aborted) return;
  main.replaceChildren(...shown.nodes.flat(Infinity).filter(Boolean));
  main.removeAttribute("aria-busy");
  main.dataset.view = name || "home";
  document.title = shown.title ? `${shown.title} · chancery` : "chancery";
  progress.textContent = shown.title ?? "";
  for (const link of document.querySelectorAll("#nav a")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.getElementById("words").value = name === "search" ? (parameters.q ?? "") : "";
  if (!first) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  shown.ready?.();
}

/** The button that turns light into dark; what the system wants is what nobody has chosen. */
function themes() {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const tell = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", dark() ? "Show light colours" : "Show dark colours");
  };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("chancery.theme", root.dataset.theme);
    } catch {
      // it holds for this page then
    }
    tell();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
  tell();
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
suggest(document.getElementById("search"));
themes();
addEventListener("hashchange", () => show(false));
show(true);
