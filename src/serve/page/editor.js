// The editor of queries: Yasqe as it ships, without its buttons, its requests, its storage and its lists of prefixes and terms.
import { once } from "./api.js";
import { make } from "./dom.js";

const SCRIPT = "assets/vendor/yasqe.min.js";
const STYLE = "assets/vendor/yasqe.min.css";
const OURS = "assets/editor.css";
const MOST = 60;
let loading = null;

function arrived(node) {
  return new Promise((done, failed) => {
    node.addEventListener("load", done);
    node.addEventListener("error", () => failed(new Error("the editor cannot be loaded")));
    document.head.append(node);
  });
}

/** Loads the editor when it is first needed. */
function load() {
  const style = (href) => arrived(make("link", { rel: "stylesheet", href }));
  loading ??= Promise.all([style(STYLE).then(() => style(OURS)), arrived(make("script", { src: SCRIPT }))]).then(() => window.Yasqe);
  loading.catch(() => (loading = null));
  return loading;
}

/** Completions of prefixes after `PREFIX`, of prefixes and terms elsewhere. */
function completer(name, prefixes, terms) {
  const declaring = (editor, token) => {
    const line = editor.getDoc().getLine(editor.getDoc().getCursor().line).slice(0, token.end);
    return /^\s*prefix\s+\S*$/i.test(line);
  };
  const known = new Map(terms.map((term) => [term.prefixed, term]));
  return {
    name,
    bulk: false,
    autoShow: true,
    isValidCompletionPosition(editor) {
      const token = editor.getCompleteToken();
      if (declaring(editor, token)) return true;
      return /^[\p{L}][\p{L}\p{N}_.-]*(:[\p{L}\p{N}_.-]*)?$/u.test(token.string) && !["comment", "string"].includes(token.type);
    },
    get(editor, token) {
      const typed = token.string.trim().toLowerCase();
      if (declaring(editor, token)) return prefixes.filter((one) => one.prefix.startsWith(typed)).map((one) => `${one.prefix}: <${one.namespace}>`);
      const spaces = typed.includes(":") ? [] : prefixes.filter((one) => one.prefix.startsWith(typed)).map((one) => `${one.prefix}:`);
      const near = terms.filter((term) => term.prefixed.toLowerCase().startsWith(typed) || (typed.length > 1 && term.label?.toLowerCase().startsWith(typed)));
      return [...spaces, ...near.map((term) => term.prefixed)].slice(0, MOST);
    },
    postprocessHints(_, hints) {
      return hints.map((hint) => {
        const term = known.get(hint.text);
        return term ? { ...hint, displayText: `${hint.text}  ${term.kind.toLowerCase()}: ${term.label}` } : hint;
      });
    },
  };
}

/** The editor's own tip of what it expects is markup with styles in it; ours is text, and says the same. */
function tips(box) {
  const silent = (event) => {
    if (event.target.closest(".parseErrorIcon")) event.stopPropagation();
  };
  box.addEventListener("mouseover", silent, true);
  box.addEventListener("mouseout", silent, true);
}

/** A plain text area that does the same, for where the editor does not load. */
function area(box, value, { changed, run }) {
  const text = make("textarea", { class: "plaineditor", "aria-label": "SPARQL query", spellcheck: "false", autocapitalize: "off" });
  text.value = value;
  text.addEventListener("input", () => changed());
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  box.append(text);
  return { get: () => text.value, set: (query) => { text.value = query; }, mark: () => {} };
}

/** Tells the highlighter of the prefixes that need no declaring here, so that it does not call them wrong. */
function declared(yasqe, prefixes) {
  const mode = yasqe.getDoc().getMode();
  const begin = mode.startState;
  const known = Object.fromEntries(prefixes.map((one) => [one.prefix, one.namespace]));
  mode.startState = (...given) => {
    const state = begin(...given);
    state.prefixes = { ...known, ...state.prefixes };
    return state;
  };
  yasqe.setValue(yasqe.getValue());
}

/** Puts an editor into a box. It gives and takes the query, and marks a line (from 1; 0 unmarks). */
export async function editor(box, value, { changed, run }) {
  const [Yasqe, prefixes, terms] = await Promise.all([load().catch(() => null), once("prefixes").catch(() => []), once("terms").catch(() => [])]);
  if (!Yasqe) return area(box, value, { changed, run });
  tips(box);
  Yasqe.Autocompleters = { variables: Yasqe.Autocompleters.variables };
  Yasqe.registerAutocompleter(completer("ours", prefixes, terms));
  Yasqe.defaults.autocompleters = ["variables", "ours"];
  Yasqe.defaults.createShareableLink = undefined;
  const keys = { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), "Ctrl-S": false, Tab: false, "Shift-Tab": false };
  const yasqe = new Yasqe(box, { value, persistenceId: null, consumeShareLink: null, showQueryButton: false, resizeable: false, editorHeight: "auto", viewportMargin: Infinity, screenReaderLabel: "SPARQL query", extraKeys: keys });
  declared(yasqe, prefixes);
  yasqe.on("change", () => changed());
  let marked = null;
  const mark = (line) => {
    if (marked !== null) yasqe.removeLineClass(marked, "background", "wrongline");
    marked = line > 0 && line <= yasqe.lineCount() ? yasqe.addLineClass(line - 1, "background", "wrongline") : null;
  };
  return { get: () => yasqe.getValue(), set: (query) => yasqe.setValue(query), mark };
}
