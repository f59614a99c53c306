// IRIs as people read them: shortened by the prefixes that queries need not declare.
import { once } from "./api.js";

/** Without a scheme, and of a long hash only the beginning. */
function brief(name) {
  return name.replace(/^https?:\/\//, "").replace(/([0-9a-f]{8})[0-9a-f]{24,}/g, "$1…");
}

/** A function that shortens IRIs. */
export async function shortener() {
  const prefixes = await once("prefixes").catch(() => []);
  return (iri) => {
    let best = null;
    for (const { prefix, namespace } of prefixes) {
      if (!iri.startsWith(namespace)) continue;
      const rest = iri.slice(namespace.length);
      if (/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(rest) && (best === null || rest.length < best.rest.length)) best = { prefix, rest };
    }
    return brief(best === null ? iri : `${best.prefix}:${best.rest}`);
  };
}
