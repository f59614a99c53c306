// The questions that ship, as examples: one is chosen, its parameters are set, and the query follows.
import { make } from "./dom.js";

/** A question's query with its parameters set; those that nobody sets stand at their default. */
export function filled(question, values) {
  const names = new Set(question.parameters.map((one) => one.name));
  return question.sparql.trim().replace(/\$(\w+)/g, (found, name) => (names.has(name) ? JSON.stringify(values[name] ?? "") : found));
}

function field(parameter, value, changed) {
  const id = `set-${parameter.name}`;
  const common = { id, name: parameter.name, "aria-describedby": `${id}-about` };
  const choices = parameter.choices ?? [];
  const options = ["", ...choices.filter((one) => one !== "")].map((one) => make("option", { value: one, selected: one === value }, one || "any"));
  const control = choices.length > 0 ? make("select", common, options) : make("input", { ...common, value, autocomplete: "off", spellcheck: "false" });
  control.addEventListener("input", changed);
  return make("div", { class: "parameter" }, make("label", { for: id }, parameter.name), control, make("small", { id: `${id}-about` }, parameter.about));
}

/** A chooser; `changed(query)` is called with every new query, `run` when one is to be asked. `named` and `values` are what to begin with. */
export function chooser(questions, named, values, { changed, run }) {
  const select = make("select", { id: "question" }, make("option", { value: "" }, "your own query"), questions.map((one) => make("option", { value: one.name, selected: one.name === named }, one.title)));
  const about = make("p", { class: "about" });
  const form = make("form", { class: "parameters", "aria-label": "Parameters of the question" });
  const current = () => questions.find((one) => one.name === select.value);
  const tell = () => changed(filled(current(), Object.fromEntries(new FormData(form))));
  const show = (set) => {
    const question = current();
    about.textContent = question?.about ?? "";
    const fields = (question?.parameters ?? []).map((one) => field(one, set[one.name] ?? one.default ?? "", tell));
    form.replaceChildren(...fields, make("button", { class: "unseen", tabindex: "-1", "aria-hidden": "true" }, "Run"));
    if (question) tell();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  select.addEventListener("change", () => show({}));
  const node = make("div", { class: "chooser" }, make("label", { for: "question" }, "Begin with a question"), select, about, form);
  return {
    node,
    begin: () => show(values),
    own: () => {
      select.value = "";
      about.textContent = "";
      form.replaceChildren();
    },
  };
}
