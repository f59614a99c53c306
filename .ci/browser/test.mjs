// Opens every view of the page of a running server, follows what leads from one to the other, and fails on anything that the console
// says, on every request to another host, and on every violation of the policy.
//
//     node test.mjs http://127.0.0.1:7878 [folder for screenshots]
//
// The store behind the server must hold the article of hostile.jsonl, linked, beside others with facts.
import { Browser, check, size, text } from "./browser.mjs";

const [base, folder] = process.argv.slice(2);
check(base, "usage: node test.mjs URL [FOLDER]");
const browser = await Browser.start(base, folder);
const HOSTILE = "https://news.example/hostile";
const PERSON = "https://w3id.org/chancery/entity/person/abiy-ahmed";

const get = async (path) => (await fetch(new URL(path, base))).json();
const hash = (view, parameters = {}) => `/#/${view}?${new URLSearchParams(parameters)}`;
const settle = (page) => page.waitForNetworkIdle({ idleTime: 150 }).then(() => page.waitForSelector("#view:not([aria-busy])"));
const follow = async (page, selector) => {
  await page.waitForSelector(selector);
  await page.$eval(selector, (node) => node.scrollIntoView({ block: "center" }));
  await page.click(selector);
  await settle(page);
};

const VIEWS = {
  home: "/",
  facts: hash("facts", { type: "Meeting" }),
  fact: hash("fact", { iri: (await get("/api/facts?type=Meeting&limit=1")).items[0].iri }),
  articles: hash("articles"),
  article: hash("article", { iri: HOSTILE }),
  entity: hash("entity", { iri: PERSON }),
  search: hash("search", { q: "met" }),
  disagreements: hash("disagreements"),
  query: hash("query", { query: "SELECT ?meeting ?who ?date { ?meeting a chancery:Meeting ; chancery:participant ?who OPTIONAL { ?meeting chancery:date ?date } } LIMIT 50" }),
  concept: hash("thing", { iri: "https://w3id.org/chancery/concept/meeting-status/held" }),
};

const tests = {
  async "every view opens, wide and narrow, light and dark"() {
    for (const [name, address] of Object.entries(VIEWS)) {
      for (const { width, dark } of [{ width: 1280, dark: false }, { width: 1280, dark: true }, { width: 360, dark: false }]) {
        const page = await browser.open(address, { width, dark });
        check((await text(page, "h1")).trim() !== "", `${name} has a heading`);
        check((await size(page, ".trouble")) === 0, `${name} shows no trouble`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(over <= 0, `${name} fits into ${width} pixels`);
        await browser.shoot(page, `${name}-${width}${dark ? "-dark" : ""}`);
        await page.close();
      }
    }
  },

  async "home leads to facts by type, by time and to articles"() {
    const page = await browser.open("/");
    check((await size(page, ".card")) > 0, "home shows cards");
    check((await size(page, ".card .quote mark")) > 0, "cards mark words");
    await page.waitForSelector(".columns a");
    check((await size(page, ".columns a[href*='from=']")) > 1, "columns lead to facts");
    await follow(page, ".bars a");
    check(page.url().includes("#/facts?type="), "a bar leads to the facts of a type");
    check((await size(page, ".card")) > 0, "there are such facts");
    await page.goBack();
    await settle(page);
    check((await size(page, ".lead")) === 1, "back leads back");
    await page.close();
  },

  async "a card leads to its sentence in the article"() {
    const page = await browser.open("/");
    const quoted = (await text(page, ".card .quote")).trim();
    await follow(page, ".card .origin a[href*='char=']");
    await page.waitForSelector(".sentence.meant");
    check(quoted.startsWith((await text(page, ".sentence.meant")).trim().slice(0, 40)), "the sentence is the one quoted");
    const seen = await page.$eval(".sentence.meant", (node) => node.getBoundingClientRect().top < innerHeight && node.getBoundingClientRect().bottom > 0);
    check(seen, "the sentence is in view");
    await page.close();
  },

  async "a sentence and its fact light up together"() {
    const page = await browser.open(VIEWS.article);
    await page.hover(".note");
    check((await size(page, ".sentence.lit")) === 1, "a note lights its sentence");
    check((await size(page, ".sentence.lit .lit")) > 0, "and its trigger");
    await page.mouse.move(2, 2);
    await page.hover(".sentence.states");
    check((await size(page, ".note.lit")) > 0, "a sentence lights its notes");
    await page.mouse.move(2, 2);
    await page.focus(".trigger");
    check((await size(page, ".note.lit")) > 0, "focus does the same");
    await follow(page, ".text a.name");
    check(/#\/entity\?/.test(page.url()), "a name leads to whom it means");
    await page.close();
  },

  async "an entity's marks lead to sentences, and those it met to themselves"() {
    const page = await browser.open(VIEWS.entity);
    check((await size(page, ".timeline a")) > 0, "there is a timeline");
    check((await size(page, ".group .line")) > 0, "there are facts by role");
    check((await size(page, ".star a[href*='entity']")) > 0, "there is a graph of whom they met");
    await follow(page, ".timeline a");
    check((await size(page, ".sentence.meant")) > 0, "a mark leads to a sentence");
    await page.close();
    const direct = await browser.open(`/page?iri=${encodeURIComponent(PERSON)}`);
    check((await text(direct, "h1")).includes("Abiy Ahmed"), "/page shows whom the address names");
    await direct.close();
    const bare = await browser.open(`/page?iri=${encodeURIComponent(PERSON)}`, { scripts: false });
    check((await text(bare, "#view")).trim().length > 5, "there is a summary without scripts");
    await bare.close();
  },

  async "hostile text stays text"() {
    const { items } = await get("/api/articles?limit=200");
    const { headline } = items.find((one) => one.iri === HOSTILE) ?? {};
    check(headline?.includes("<script>"), "the store holds the hostile article");
    const page = await browser.open(VIEWS.article);
    check((await text(page, "h1")) === headline, "its headline is shown as it is");
    check((await text(page, ".reading")).includes("<img src=x onerror="), "its text too");
    check((await size(page, "#view script, #view img")) === 0, "nothing of it is markup");
    check((await page.title()).startsWith("<script>"), "nothing of it ran");
    const marked = await page.$$eval(".trigger", (nodes) => nodes.map((node) => node.textContent));
    check(marked.includes("met"), `offsets count code points: ${marked}`);
    await page.close();
  },

  async "the keyboard finds its way"() {
    const page = await browser.open("/");
    await page.keyboard.press("Tab");
    check((await page.evaluate(() => document.activeElement.id)) === "skip", "the skip link comes first");
    await page.keyboard.press("Enter");
    check((await page.evaluate(() => document.activeElement.id)) === "view", "it leads to the content");
    await page.reload({ waitUntil: "networkidle0" });
    let steps = 0;
    while ((await page.evaluate(() => document.activeElement.id)) !== "words" && steps < 12) {
      await page.keyboard.press("Tab");
      steps += 1;
    }
    check(steps < 12, "the search box is near");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    await page.keyboard.type("abiy");
    await page.waitForSelector("#suggestions li");
    await page.keyboard.press("ArrowDown");
    check((await page.$eval("#words", (node) => node.getAttribute("aria-activedescendant"))) === "suggestion-0", "arrows choose");
    await browser.shoot(page, "suggestions");
    await page.keyboard.press("Enter");
    await settle(page);
    check(/#\/entity\?/.test(page.url()), "a suggestion leads to whom it means");
    await page.keyboard.press("/");
    await page.keyboard.type("met");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".card mark.found");
    await page.keyboard.press("/");
    await page.evaluate(() => document.getElementById("words").select());
    await page.keyboard.type("kenya");
    await page.waitForSelector("#suggestions li");
    await page.keyboard.press("Escape");
    check((await page.$eval("#words", (node) => node.value)) === "kenya", "Escape closes the suggestions and keeps the words");
    check(await page.$eval("#suggestions", (node) => node.hidden), "they are closed");
    await page.close();
  },

  async "queries run, and their answers are shown in every way"() {
    const page = await browser.open(VIEWS.query);
    await page.waitForSelector(".CodeMirror");
    await page.waitForSelector(".sheet tbody tr");
    check(/\d+\srows, \d/.test(await text(page, ".status")), "rows and time are told");
    check((await size(page, ".sheet td a")) > 0, "IRIs lead to views");
    check((await size(page, ".parseErrorIcon")) === 0, "our prefixes need no declaring");
    for (const tab of ["Graph", "Timeline", "Raw"]) {
      await page.click(`#tab-${tab}`);
      check((await size(page, "#panel svg, #panel pre")) === 1, `${tab} shows it`);
      await browser.shoot(page, `query-${tab.toLowerCase()}`);
    }
    const formats = await page.$$eval(".links a[download]", (links) => links.map((link) => link.href));
    for (const address of formats) check((await fetch(address)).ok, `${address} answers`);
    check(formats.length === 4, "rows come in four formats");
    check((await page.$eval("#lasting", (link) => link.href)).includes("#/query?query=SELECT"), "a link reopens the query");
    await page.close();
    const triples = await browser.open(hash("query", { query: "CONSTRUCT { ?a chancery:met ?b } { ?m chancery:participant ?a , ?b FILTER(STR(?a) < STR(?b)) } LIMIT 30" }));
    await triples.waitForSelector("#tab-Graph");
    await triples.click("#tab-Graph");
    check((await size(triples, ".graph a")) > 1, "triples are drawn");
    const graphs = await triples.$$eval(".links a[download]", (links) => links.map((link) => link.href));
    check(graphs.length === 6, "triples come in six formats");
    for (const address of graphs) check((await fetch(address)).ok, `${address} answers`);
    await triples.close();
  },

  async "the editor completes, refuses and stops"() {
    const page = await browser.open(hash("query"));
    await page.waitForSelector(".CodeMirror");
    const write = async (words) => {
      await page.click(".CodeMirror-lines");
      await page.keyboard.down("Control");
      await page.keyboard.press("a");
      await page.keyboard.up("Control");
      await page.keyboard.type(words);
    };
    await write("SELECT * { ?x chancery:partic");
    await page.waitForSelector(".CodeMirror-hint");
    check((await text(page, ".CodeMirror-hint")).startsWith("chancery:participant"), "terms are completed");
    await browser.shoot(page, "completion");
    await page.keyboard.press("Enter");
    await page.keyboard.type(" ?y ?z ");
    await browser.forgiving(/400/, async () => {
      await page.click("button.chief");
      await page.waitForSelector(".result .trouble");
    });
    check((await size(page, ".wrongline")) === 1, "the line is marked");
    await browser.shoot(page, "refused");
    await write("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) != STR(?i)) }");
    await page.click("button.chief");
    await page.waitForSelector(".row button:not(.chief):not([disabled])");
    await page.click(".row button:not(.chief)");
    await page.waitForFunction(() => document.querySelector(".status").textContent === "Cancelled.");
    const kept = await page.evaluate(() => Object.keys(localStorage));
    check(kept.every((key) => ["chancery.query", "chancery.theme"].includes(key)), `only the query is kept: ${kept}`);
    await page.focus(".CodeMirror textarea");
    await page.keyboard.press("Tab");
    check(!(await page.evaluate(() => document.activeElement.closest(".CodeMirror"))), "Tab leads out of the editor");
    await page.close();
  },

  async "every question that ships runs"() {
    const questions = await get("/api/questions");
    check(questions.length > 0, "there are questions");
    for (const { name } of questions) {
      const page = await browser.open(hash("query", { named: name }));
      await page.waitForFunction(() => /\d s$|^No answer/.test(document.querySelector(".status").textContent), { timeout: 60_000 });
      check(/\d s$/.test(await text(page, ".status")), `${name} has an answer`);
      check((await size(page, ".parseErrorIcon")) === 0, `${name} is right in the editor's eyes`);
      await page.close();
    }
  },

  async "a question's parameters are set and asked with"() {
    const page = await browser.open(hash("query"));
    await page.waitForSelector(".CodeMirror");
    const { name, parameters } = (await get("/api/questions")).find((one) => one.parameters.some(({ choices }) => (choices ?? []).length === 0));
    const free = parameters.find(({ choices }) => (choices ?? []).length === 0).name;
    await page.select("#question", name);
    await page.focus(`#set-${free}`);
    await page.keyboard.type('a "quoted" \\ word');
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /\d s$|^No answer/.test(document.querySelector(".status").textContent), { timeout: 60_000 });
    check(/\d s$/.test(await text(page, ".status")), "it has an answer, whatever is typed");
    await page.close();
  },

  async "disagreements stand side by side"() {
    const { total } = await get("/api/disagreements?limit=1");
    check(total > 0, "there are some");
    const page = await browser.open(VIEWS.disagreements);
    check((await size(page, ".pair:first-of-type .card .quote")) >= 2, "each with its sentences");
    await page.close();
  },

  async "light and dark, and addresses that lead nowhere"() {
    const page = await browser.open("/");
    const colour = () => page.$eval("body", (node) => getComputedStyle(node).backgroundColor);
    const light = await colour();
    await page.click("#theme");
    check((await colour()) !== light, "the button changes the colours");
    await page.reload({ waitUntil: "networkidle0" });
    check((await colour()) !== light, "and the choice is kept");
    await page.click("#theme");
    await browser.forgiving(/404/, async () => {
      await page.goto(new URL(hash("fact", { iri: "https://example.org/nothing" }), base).href);
      await page.waitForSelector(".trouble");
    });
    await page.close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const before = browser.wrong.length;
  const began = performance.now();
  const problem = await test().then(() => null, (error) => error);
  const wrong = browser.wrong.slice(before);
  const good = problem === null && wrong.length === 0;
  if (!good) failed += 1;
  console.log(`${good ? "ok    " : "FAILED"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (problem) console.log(`       ${problem.stack}`);
  for (const one of wrong) console.log(`       ${one}`);
}
await browser.end();
console.log(failed === 0 ? "the page is well" : `${failed} of ${Object.keys(tests).length} failed`);
process.exitCode = failed === 0 ? 0 : 1;
