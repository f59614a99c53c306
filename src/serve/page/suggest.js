// The search box: suggests whom may be meant while one types; Enter looks for the words.
import { ask } from "./api.js";
import { make, view, viewOf } from "./dom.js";
import { count, plain } from "./words.js";

const PAUSE = 150;

/** Brings the search box of the masthead to life. */
export function suggest(form) {
  const input = form.querySelector("input");
  const list = form.querySelector("ul");
  let chosen = -1;
  let running = null;
  let timer = 0;
  set("role", "combobox", "aria-autocomplete", "list", "aria-controls", list.id, "aria-expanded", "false");

  function set(...pairs) {
    for (let at = 0; at < pairs.length; at += 2) input.setAttribute(pairs[at], pairs[at + 1]);
  }

  function close() {
    clearTimeout(timer);
    running?.abort();
    running = null;
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    set("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(at) {
    const options = [...list.children];
    chosen = (at + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    set("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    const options = found.items.map((item, at) =>
      make(
        "li",
        { role: "option", id: `suggestion-${at}`, "aria-selected": "false" },
        make("a", { href: viewOf(item.iri), tabindex: "-1" }, make("bdi", {}, item.label), make("span", { class: "about" }, `${plain(item.kind)} · ${count(item.facts, "fact")}`)),
      ),
    );
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    chosen = -1;
    set("aria-expanded", String(options.length > 0));
  }

  async function look() {
    const words = input.value.trim();
    running?.abort();
    if (words.length < 2) return close();
    const mine = (running = new AbortController());
    try {
      const found = await ask("entities", { q: words, limit: 8 }, mine.signal);
      if (running === mine) show(found);
    } catch {
      if (running === mine) close(); // suggestions are a courtesy: the search itself says what is wrong
    }
  }

  function go(address) {
    close();
    location.assign(address);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the words stay; pressed again, it clears them
      close();
    }
    if (list.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const option = list.children[chosen];
    if (option) return go(option.firstElementChild.getAttribute("href"));
    const words = input.value.trim();
    if (words) go(view("search", { q: words }));
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box until the click is done
  list.addEventListener("click", () => close());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
}
