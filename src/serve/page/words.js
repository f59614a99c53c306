// How the data's own words are shown: types, roles, statuses, dates, numbers. Words it does not know are shown as they are.

/** `TerritorialClaim` and `territorial-claim` as people write it. */
export function plain(name) {
  return String(name)
    .replace(/.*[#/]/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[-_]/g, " ")
    .toLowerCase();
}

/** A value: codes such as `asset-freeze` lose their hyphens, everything else stays as it is. */
export function value(what) {
  return /^[a-z]+(-[a-z]+)*$/.test(String(what)) ? String(what).replaceAll("-", " ") : String(what);
}

/** With a capital, as headings begin. */
export function titled(name) {
  const words = plain(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const UNSURE = new Set(["planned", "proposed", "threatened", "claims", "contests", "possible", "claimed", "likely"]);
const AGAINST = new Set(["denied", "cancelled", "opposed", "not so", "lost", "former"]);

/** How a status is to be read at a glance: as so, as open, or as not so. */
export function tone(status) {
  const word = plain(status);
  return AGAINST.has(word) ? "against" : UNSURE.has(word) ? "unsure" : "so";
}

/** What says how a fact stands: its statuses and stances, whether it is denied, and how sure its tellers are. */
export function standing(fact) {
  const found = [...(fact.values.status ?? []), ...(fact.values.stance ?? [])].map(String);
  if ((fact.values.negated ?? []).some((value) => String(value) === "true")) found.push("not so");
  const sure = new Set((fact.said ?? []).map((said) => said.certainty).filter(Boolean));
  if (!sure.has("stated")) found.push(...sure);
  return [...new Set(found)];
}

/** A fact's title without what stands above it anyway: its type, its date, and how it stands. */
export function brief(fact) {
  const codes = Object.values(fact.values).flat().filter((one) => /^[a-z-]+$/.test(one)).map(value);
  const said = new Set([fact.date, ...codes, ...codes.map((code) => `not ${code}`), "denied"]);
  const kind = `${titled(fact.type)}: `;
  const bare = fact.title.startsWith(kind) ? fact.title.slice(kind.length) : fact.title;
  const [who, ...others] = bare.split(" · ");
  const parts = others.filter((part) => !part.split(", ").every((word) => said.has(word)));
  return [who, ...parts].join(" · ");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `2018-07-08`, `2018-07` and `2018` as people write them; anything else as it is. */
export function day(date) {
  const found = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?$/.exec(date ?? "");
  if (!found) return String(date ?? "");
  const [, year, month, of] = found;
  const named = month ? MONTHS[Number(month) - 1] : "";
  return [of ? String(Number(of)) : "", named, year].filter(Boolean).join(" ");
}

/** A date as years, with a fraction, to place it on a line; null where it is none. */
export function years(date) {
  const found = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?/.exec(date ?? "");
  if (!found) return null;
  const month = found[2] ? Number(found[2]) - 1 : 5.5;
  const of = found[3] ? Number(found[3]) - 1 : found[2] ? 15 : 0;
  return Number(found[1]) + (month + of / 31) / 12;
}

/** A number with its thousands apart. */
export function number(value) {
  return Number(value).toLocaleString("en");
}

/** A number with what it counts, on one line. */
export function count(value, one, many = `${one}s`) {
  return `${number(value)}\u00a0${value === 1 ? one : many}`;
}

/** A colour of its own for every type, also for those nobody here has heard of. */
export function hue(type) {
  let sum = 14;
  for (const letter of plain(type)) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return (sum * 137) % 360;
}

/** What an article is called, where it may have no headline. */
export function headline(article) {
  return article.headline || `Untitled (${article.publisher || article.iri.replace(/.*\//, "").slice(0, 8)})`;
}
