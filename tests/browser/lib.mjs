// What browser tests share: a real Chromium, visits that are watched, and checks to run in every state of a page.
//
// In: FINDER_URL, the server under test; FINDER_SHOTS, a folder for screenshots (none are made without it).
// Out: visits (`t.open`), whose `check` fails on anything that a visitor or another site would suffer from: requests to
// other origins, violations of a content security policy, errors of scripts, axe findings, sideways scrolling.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.FINDER_SHOTS;

export const widths = [360, 768, 1440];

/** The rules of axe that a colour scheme can break. */
const COLOURS = ["cat.color"];

/** Starts the browser, which looks nothing up and asks nobody. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.FINDER_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The tests in order of registration. */
export const tests = [];

/** Registers a test: `test("name", async (t) => { … })`, where `t` is a `Session`. */
export function test(name, body) {
  tests.push({ name, body });
}

/** What a test works with: the browser, the server, the page servers; closes what it opened. */
export class Session {
  #opened = [];

  constructor(browser, site) {
    this.browser = browser;
    this.site = site.origin;
    /** Whether the files of the tree are served by a stand-in, uncompressed. */
    this.standsIn = site.standsIn;
  }

  /**
   * A new visitor without history. `allow` lists origins besides the site's that may be asked; `script: false` turns
   * scripts off; `expect` is a list of patterns of console errors that the test provokes.
   */
  async open({ scheme = "light", width = 1440, height = 900, lang = "en-US", script = true, allow = [], expect = [] } = {}) {
    const context = await this.browser.newContext({
      colorScheme: scheme,
      viewport: { width, height },
      locale: lang,
      javaScriptEnabled: script,
      reducedMotion: "reduce",
    });
    this.#opened.push(context);
    const visit = new Visit(context, this.site, { scheme, width, script, allow: [this.site, ...allow], expect });
    await visit.begin();
    return visit;
  }

  /**
   * Runs `act(visit)` at every width, and all checks; then, since only style sheets know of colour schemes, what colours
   * can break in the dark one. `name` names the screenshots.
   */
  async everywhere(name, act, options = {}) {
    for (const width of widths) {
      const visit = await this.open({ ...options, width });
      await act(visit);
      await visit.check(`${name}-${width}-light`);
      await visit.page.emulateMedia({ colorScheme: "dark" });
      await visit.check(`${name}-${width}-dark`, COLOURS);
      await visit.close();
    }
  }

  async close() {
    for (const context of this.#opened) await context.close();
  }
}

/** One watched page. `page` is Playwright's. */
class Visit {
  /** Every request, as Playwright's objects. */
  requests = [];
  /** What must stay empty. */
  faults = [];
  /** Bytes that came over the wire, heads included. */
  bytes = 0;

  constructor(context, site, options) {
    Object.assign(this, { context, site, ...options });
  }

  async begin() {
    const { context } = this;
    context.on("request", (request) => {
      this.requests.push(request);
      const { origin, protocol } = new URL(request.url());
      const own = this.allow.includes(origin) || protocol === "data:" || protocol === "blob:";
      if (!own) this.faults.push(`request to another origin: ${request.url()}`);
    });
    await context.exposeBinding("tellViolation", (_source, text) => this.faults.push(`policy violation: ${text}`));
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        globalThis.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    this.page = await context.newPage();
    this.page.on("pageerror", (error) => this.faults.push(`script error: ${error.stack ?? error}`));
    this.page.on("console", (message) => {
      const expected = this.expect.some((pattern) => pattern.test(message.text()));
      if (message.type() === "error" && !expected) this.faults.push(`console: ${message.text()}`);
    });
    const wire = await context.newCDPSession(this.page);
    await wire.send("Network.enable");
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => (this.bytes += encodedDataLength));
  }

  /** Goes to a path of the site, or to a whole address, which must answer well. */
  async go(target, status = 200) {
    const response = await this.page.goto(new URL(target, this.site).href, { waitUntil: "load" });
    assert.equal(response.status(), status, target);
    return response;
  }

  /** All checks of a state, and a screenshot of it; `tags` restricts axe to some of its rules. */
  async check(name, tags) {
    await this.shot(name);
    await this.overflow(name);
    if (this.script) await this.axe(name, tags);
    this.quiet(name);
  }

  /** Nobody else was asked, no policy broken, no script failed. */
  quiet(name = "") {
    assert.deepEqual(this.faults, [], name);
  }

  /** axe finds nothing, in the page and in its shadow trees. */
  async axe(name = "", tags = []) {
    // Run from outside the page, so that its policy need not allow it; without preloading it asks for nothing.
    if (!(await this.page.evaluate(() => "axe" in globalThis))) await this.page.evaluate(axeSource);
    const found = await this.page.evaluate(async (tags) => {
      const only = tags.length > 0 ? { runOnly: tags } : {};
      const { violations } = await globalThis.axe.run(document, { preload: false, resultTypes: ["violations"], ...only });
      return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => `${node.target} ${node.failureSummary}`) }));
    }, tags);
    assert.deepEqual(found, [], `axe, ${name}`);
  }

  /** The page does not scroll sideways. */
  async overflow(name = "") {
    const wide = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      const all = [...document.querySelectorAll("body *")];
      const over = all.filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
      return [`${scrollWidth} > ${clientWidth}`, ...over.slice(0, 5).map((element) => element.outerHTML.slice(0, 80))];
    });
    assert.deepEqual(wide, [], `sideways scrolling, ${name}`);
  }

  /** Everything to press is at least `least` pixels high and wide; links within text are as their text. */
  async targets(selector, least = 44) {
    const boxes = await this.page.locator(selector).evaluateAll((elements) =>
      elements.map((element) => {
        const { width, height } = element.getBoundingClientRect();
        return { what: element.outerHTML.slice(0, 80), width, height };
      }));
    const small = boxes.filter(({ width, height }) => height > 0 && (width < least || height < least));
    assert.deepEqual(small, []);
    assert.ok(boxes.length > 0, `nothing to press: ${selector}`);
  }

  /** What has the focus, through shadow trees: its tag, name, text, and whether one can see that it has it. */
  focused() {
    return this.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const style = getComputedStyle(element);
      return {
        tag: element.tagName.toLowerCase(),
        id: element.id,
        text: (element.labels?.[0]?.textContent ?? element.textContent).trim().slice(0, 80),
        visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      };
    });
  }

  /** Presses Tab until `wanted(focused)` holds; every stop on the way must be visible. */
  async tabTo(wanted, most = 60) {
    for (let pressed = 0; pressed < most; pressed += 1) {
      await this.page.keyboard.press("Tab");
      const focused = await this.focused();
      if (focused.tag !== "body") assert.ok(focused.visible, `invisible focus: ${JSON.stringify(focused)}`);
      if (wanted(focused)) return focused;
    }
    return assert.fail(`not reached in ${most} presses of Tab`);
  }

  /** Nothing is kept in the browser. */
  async keepsNothing() {
    assert.deepEqual(await this.context.cookies(), []);
    const kept = await this.page.evaluate(async () => {
      const databases = (await indexedDB.databases()).length;
      return localStorage.length + sessionStorage.length + databases;
    });
    assert.equal(kept, 0);
  }

  /** No request's address holds any of these words. */
  addressesWithout(...words) {
    for (const request of this.requests) {
      const address = decodeURIComponent(request.url()).toLowerCase();
      for (const word of words) assert.ok(!address.includes(word.toLowerCase()), `${word} in ${address}`);
    }
  }

  /** A picture of the whole page in the folder that FINDER_SHOTS names. */
  async shot(name) {
    if (!shots) return;
    await mkdir(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  }

  close() {
    return this.context.close();
  }
}
