// Marking words in texts. Offsets in the data count Unicode code points; strings here count UTF-16 units, so that every text is
// first taken apart into its code points.
import { make, viewOf } from "./dom.js";

/** Parts of `[begin, end)`, those inside a span with it and those between without; spans must not overlap, and are cut to fit. */
function cut(begin, end, spans) {
  const parts = [];
  let at = begin;
  for (const span of spans) {
    const from = Math.max(span.begin, at);
    const to = Math.min(span.end, end);
    if (from >= to) continue;
    if (from > at) parts.push({ begin: at, end: from, span: null });
    parts.push({ begin: from, end: to, span });
    at = to;
  }
  if (at < end) parts.push({ begin: at, end, span: null });
  return parts;
}

/** Spans in order, without those that overlap one before them. */
export function apart(spans) {
  const sorted = [...spans].sort((a, b) => a.begin - b.begin || b.end - a.end);
  let end = -Infinity;
  return sorted.filter((span) => {
    if (span.begin < end || span.end <= span.begin) return false;
    end = span.end;
    return true;
  });
}

/** A text that begins at an offset of its article, ready to be cut. */
export class Text {
  constructor(text, begin = 0) {
    this.points = Array.from(text);
    this.begin = begin;
    this.end = begin + this.points.length;
  }

  slice(begin, end) {
    return this.points.slice(begin - this.begin, end - this.begin).join("");
  }

  /** Nodes of `[begin, end)`: names lead to whom they mean, triggers are marked by `mark(span, inside a link)`. */
  marked(begin, end, mentions, triggers, mark = plainMark) {
    const words = (from, to, linked) =>
      cut(from, to, triggers).map((part) => {
        const text = this.slice(part.begin, part.end);
        if (!part.span) return document.createTextNode(text);
        const node = mark(part.span, linked);
        node.append(text);
        return node;
      });
    return cut(begin, end, mentions).flatMap((part) => {
      const inside = words(part.begin, part.end, part.span !== null);
      if (!part.span) return inside;
      const { iri, label, kind } = part.span.entity;
      return [make("a", { class: "name", href: viewOf(iri), title: `${label}, ${kind}`, "data-kind": kind }, inside)];
    });
  }
}

function plainMark() {
  return make("mark", {});
}

/** A sentence with its names and triggers marked. */
export function sentence({ text, begin }, mentions, triggers) {
  const whole = new Text(text, begin);
  return whole.marked(whole.begin, whole.end, apart(mentions), apart(triggers));
}
