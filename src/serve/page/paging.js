// Long lists in pages.
import { make } from "./dom.js";
import { number } from "./words.js";

/** How many are asked for at once. */
export const PAGE = 20;

/** Links to the pages around this one; `href(offset)` addresses one. Nothing where all is shown. */
export function pager(page, href) {
  const { total, limit, offset, items } = page;
  if (offset === 0 && items.length >= total) return null;
  const step = (label, to, rel) => (to === null ? make("span", { class: "off" }, label) : make("a", { href: href(to), rel }, label));
  const back = offset > 0 ? Math.max(0, offset - limit) : null;
  const on = offset + items.length < total && items.length > 0 ? offset + limit : null;
  const where = items.length === 0 ? `nothing from ${number(offset + 1)} on` : `${number(offset + 1)} to ${number(offset + items.length)} of ${number(total)}`;
  return make("nav", { class: "pager", "aria-label": "Pages" }, step("← Previous", back, "prev"), make("span", {}, where), step("Next →", on, "next"));
}
