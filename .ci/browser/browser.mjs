// A browser that notes everything that must not happen.
import { mkdirSync } from "node:fs";
import puppeteer from "puppeteer-core";

const VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
  console.error("policy violated: " + event.effectiveDirective + " " + event.blockedURI + " " + event.sourceFile + ":" + event.lineNumber));`;

/** Throws with what was expected, unless it holds. */
export function check(holds, what) {
  if (!holds) throw new Error(what);
}

export class Browser {
  /** Starts Chromium for the server at that address; screenshots go to the folder, if one is named. */
  static async start(base, folder) {
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    const driver = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
    if (folder) mkdirSync(folder, { recursive: true });
    return Object.assign(new Browser(), { driver, base, folder, wrong: [], forgiven: null });
  }

  /** A fresh page of its own, light and wide unless told otherwise; `hash` is what follows the address. */
  async open(hash, { width = 1280, height = 900, dark = false, scripts = true } = {}) {
    const page = await this.driver.newPage();
    await page.setViewport({ width, height });
    await page.setJavaScriptEnabled(scripts);
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    if (scripts) await page.evaluateOnNewDocument(VIOLATIONS);
    page.on("console", (message) => this.heard(page, message));
    page.on("pageerror", (error) => this.note(page, `page error: ${error.stack ?? error}`));
    page.on("dialog", (dialog) => {
      this.note(page, `dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on("request", (request) => {
      const own = request.url().startsWith(`${new URL(this.base).origin}/`) || request.url().startsWith("data:");
      if (!own) this.note(page, `request to ${request.url()}`);
    });
    await page.goto(new URL(hash, this.base).href, { waitUntil: "networkidle0" });
    if (scripts) await page.waitForSelector("#view:not([aria-busy])");
    return page;
  }

  heard(page, message) {
    if (!["error", "warn"].includes(message.type())) return;
    const said = `${message.text()} ${message.location()?.url ?? ""}`;
    if (this.forgiven?.test(said)) return;
    this.note(page, `console ${message.type()}: ${said}`);
  }

  note(page, what) {
    this.wrong.push(`${page.url()}: ${what}`);
  }

  /** Does something during which the console may say this: a refused request is always told there. */
  async forgiving(what, act) {
    this.forgiven = what;
    try {
      return await act();
    } finally {
      this.forgiven = null;
    }
  }

  async shoot(page, name) {
    if (this.folder) await page.screenshot({ path: `${this.folder}/${name}.png`, fullPage: true });
  }

  async end() {
    await this.driver.close();
  }
}

/** The text of the first element that fits. */
export function text(page, selector) {
  return page.$eval(selector, (node) => node.textContent);
}

/** How many elements fit. */
export function size(page, selector) {
  return page.$$eval(selector, (nodes) => nodes.length);
}
