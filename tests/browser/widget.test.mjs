// The widget: on our demo page, in a partner's page of another origin, and against replies of every kind.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";
import { partner } from "./servers.mjs";

const DEMO = "/static/widget-demo.html";

/** The parts of the widget at hand; Playwright's locators see into its shadow tree. */
function parts(page, nth = 0) {
  const widget = page.locator("specialist-finder").nth(nth);
  return {
    widget,
    what: widget.locator("#what"),
    where: widget.locator("#where"),
    go: widget.locator("form.ask button"),
    status: widget.getByRole("status"),
    alert: widget.getByRole("alert"),
    results: widget.getByRole("listitem"),
    all: widget.locator("form[target=_blank] button"),
  };
}

async function search({ page }, nth, what, where) {
  const widget = parts(page, nth);
  if (what !== null) await widget.what.fill(what);
  if (where !== null) await widget.where.fill(where);
  await widget.go.click();
  await widget.status.filter({ hasNotText: /…$/ }).filter({ hasText: /./ }).waitFor();
  return widget;
}

/** Answers searches with a made-up reply instead of the server's. */
function answer(visit, reply, status = 200) {
  return visit.page.route("**/v1/search", (route) => route.fulfill({
    status,
    headers: { "access-control-allow-origin": "*" },
    contentType: status === 200 ? "application/json" : "application/problem+json",
    body: typeof reply === "string" ? reply : JSON.stringify(reply),
  }));
}

const EMPTY = {
  safety: [], notices: [], total: 0, results: [], partial: false, radius: null, interpretation: { place: null },
  notice: "For information only.", attribution: ["Contains data"],
};
const RESULT = {
  name: "Jane Doe", credentials: ["DC"], specialties: [{ label: "Chiropractor" }], distance: null, updated: null,
  practice: { name: null, address: "100 Main St", city: "Pittsburgh", state: "PA", zip: null, phone: null, accuracy: "exact" },
};

test("widget: the demo page asks for nothing before a search", async (t) => {
  await t.everywhere("widget-start", async (visit) => {
    await visit.go(DEMO);
    assert.equal(await parts(visit.page).what.inputValue(), "neck pain");
    assert.deepEqual(visit.requests.filter((request) => request.url().includes("/v1/")).map((request) => request.url()), []);
    await visit.keepsNothing();
  });
});

test("widget: results in English and Spanish", async (t) => {
  await t.everywhere("widget-results", async (visit) => {
    await visit.go(DEMO);
    const english = await search(visit, 0, null, "15213");
    assert.match(await english.status.textContent(), /^\d+ found within \d+ miles of Pittsburgh, PA 15213$/);
    assert.equal(await english.results.count(), 3);
    const first = await english.results.first().textContent();
    assert.match(first, /about [\d.]+ miles?/);
    assert.match(first, /Record updated \w+ \d+, \d{4} \(\d+ years ago\)/);
    assert.match(await english.widget.locator("a.tel").first().getAttribute("href"), /^tel:\+1\d{10}$/);
    assert.match(await english.all.textContent(), /^See all \d+ results \(opens a new tab\)$/);
    const spanish = await search(visit, 1, "quiropráctico", "15213");
    assert.match(await spanish.status.textContent(), /^Se encontraron \d+ a \d+ millas o menos de /);
    assert.match(await spanish.results.first().textContent(), /aprox\. [\d.]+ millas.*Registro actualizado: .*\(hace \d+ años\)/);
    await visit.targets("specialist-finder button, specialist-finder input, specialist-finder a");
    visit.addressesWithout("neck", "15213", "quiro");
    await visit.keepsNothing();
  });
});

test("widget: danger signs come first, with the number to call", async (t) => {
  await t.everywhere("widget-danger", async (visit) => {
    await visit.go(DEMO);
    const { alert, widget } = await search(visit, 0, "back pain and numb between my legs", "15213");
    assert.match(await alert.textContent(), /^Emergency: /);
    assert.equal(await alert.getByRole("link").first().getAttribute("href"), "tel:911");
    const [danger, list] = [await alert.boundingBox(), await widget.locator("ol").boundingBox()];
    assert.ok(danger.y + danger.height <= list.y, "the warning stands above the results");
    const spanish = await search(visit, 1, "dolor de espalda y no puedo orinar", "33125");
    assert.match(await spanish.alert.textContent(), /^Emergencia: .*Llamar al 911/);
  });
});

test("widget: a place that is not known is asked back with places to choose", async (t) => {
  await t.everywhere("widget-place", async (visit) => {
    await visit.go(DEMO);
    const { status, widget, where } = await search(visit, 0, "chiropractor", "15200");
    assert.match(await status.textContent(), /do not know that place/);
    const choice = widget.getByRole("button", { name: "Pittsburgh, PA 15201", exact: true });
    await visit.check("widget-place-asked");
    await choice.click();
    await status.filter({ hasText: "found" }).waitFor();
    assert.equal(await where.inputValue(), "Pittsburgh, PA 15201");
  }, { expect: [/status of 422/] });
});

test("widget: nothing typed, refusals, overload, broken replies and a dead line are told kindly", async (t) => {
  const visit = await t.open({ expect: [/status of \d+/, /ERR_FAILED/] });
  await visit.go(DEMO);
  const said = async (what, where) => (await search(visit, 0, what, where)).status.textContent();
  assert.match(await said("", ""), /Please type what hurts/);
  assert.equal(visit.requests.filter((request) => request.method() === "POST").length, 0);
  for (const [reply, status, expected] of [
    [{ code: "place_required" }, 400, /add a ZIP code/],
    [{ code: "overloaded" }, 503, /try again in a moment/],
    [{ code: "rate_limited" }, 429, /try again in a moment/],
    [{ code: "internal_error" }, 500, /did not go through/],
    ["<html>gateway", 502, /did not go through/],
    ["[]", 200, /did not go through/],
  ]) {
    await answer(visit, reply, status);
    assert.match(await said("neck pain", "15213"), expected);
    await visit.page.unroute("**/v1/search");
  }
  await visit.page.route("**/v1/search", (route) => route.abort());
  assert.match(await said("neck pain", "15213"), /did not go through/);
  visit.quiet();
});

test("widget: texts of a reply are only ever text", async (t) => {
  const visit = await t.open();
  await visit.go(DEMO);
  const evil = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  await answer(visit, {
    ...EMPTY, total: 1, notice: evil, attribution: [evil], notices: [{ code: "x", message: evil }],
    safety: [{ id: "x", urgency: "soon", title: evil, message: evil }],
    results: [{ ...RESULT, name: evil, credentials: [evil], specialties: [{ label: evil }],
      practice: { ...RESULT.practice, address: evil, phone: "javascript:alert(3)" } }],
  });
  const { widget } = await search(visit, 0, "x", "y");
  assert.equal(await widget.locator("img, script").count(), 0);
  assert.equal(await widget.locator("a.tel").getAttribute("href"), "tel:javascript:alert(3)");
  visit.quiet();
});

test("widget: what is not known is left out or said", async (t) => {
  const visit = await t.open();
  await visit.go(DEMO);
  await answer(visit, { ...EMPTY, total: 1, results: [RESULT] });
  let { status, results, all, widget } = await search(visit, 0, "Jane Doe", "");
  const card = await results.textContent();
  assert.ok(!card.includes("mile") && !card.includes("null") && !card.includes("undefined"), card);
  assert.match(card, /^Jane Doe, DCChiropractor100 Main St, Pittsburgh, PANo phone number listedAge of the record unknown$/);
  assert.equal(await status.textContent(), "1 found");
  assert.match(await all.textContent(), /^See this result in full/);
  const place = { label: "Pittsburgh, PA" };
  const radius = { used: "any", units: "mi" };
  await visit.page.unroute("**/v1/search");
  await answer(visit, { ...EMPTY, total: 7, partial: true, radius, interpretation: { place }, results: [{ ...RESULT, distance: 1 }] });
  ({ status, results, widget } = await search(visit, 0, "Jane Doe", "Pittsburgh"));
  assert.equal(await status.textContent(), "At least 7 found, at any distance from Pittsburgh, PA");
  assert.match(await results.textContent(), /Chiropractor1 mile100 Main/);
  assert.match(await widget.locator(".box").textContent(), /cut short/);
  await visit.page.unroute("**/v1/search");
  await answer(visit, { ...EMPTY, radius: { used: 25, units: "mi" }, interpretation: { place } });
  ({ status, all } = await search(visit, 0, "Jane Doe", "Pittsburgh"));
  assert.equal(await status.textContent(), "No one found within 25 miles of Pittsburgh, PA");
  assert.equal(await all.count(), 0);
});

test("widget: by keyboard alone, with a visible focus all the way", async (t) => {
  const visit = await t.open({ width: 768 });
  await visit.go(DEMO);
  const { page } = visit;
  await visit.tabTo(({ id }) => id === "where");
  await page.keyboard.type("15213");
  await page.keyboard.press("Enter");
  await parts(page).status.filter({ hasText: "found" }).waitFor();
  assert.equal((await visit.focused()).id, "where", "the focus stays where it was");
  await visit.tabTo(({ tag, text }) => tag === "a" && /^\(\d{3}\)/.test(text));
  await visit.tabTo(({ tag, text }) => tag === "button" && text.startsWith("See all"));
  visit.quiet();
});

test("widget: boxes have labels, and what happens is said politely", async (t) => {
  const visit = await t.open();
  await visit.go(DEMO);
  const widget = visit.page.locator("specialist-finder").first();
  assert.ok(await widget.getByLabel("What hurts, or who are you looking for?").isVisible());
  assert.ok(await widget.getByLabel("Where? ZIP code or city").isVisible());
  assert.equal(await widget.getByRole("status").getAttribute("aria-live"), "polite");
  let go;
  const held = new Promise((free) => (go = free));
  await visit.page.route("**/v1/search", async (route) => {
    await held;
    await route.continue();
  });
  await widget.getByLabel("Where?").fill("15213");
  await widget.getByRole("button", { name: "Search" }).click();
  await widget.getByText("Searching …").waitFor();
  assert.equal(await widget.locator("[aria-busy=true]").count(), 1);
  go();
  await widget.getByRole("status").filter({ hasText: "found" }).waitFor();
  assert.equal(await widget.locator("[aria-busy=true]").count(), 0);
});

for (const [kind, tag, server] of [
  ["a classic script", (site) => `<script src="${site}/widget.js" defer></script>`, () => ""],
  ["a module", (site) => `<script src="${site}/widget.js" type="module"></script>`, (site) => `server="${site}"`],
]) {
  test(`widget: in a partner's page with a strict policy, as ${kind}`, async (t) => {
    const shop = await partner({
      "/": {
        policy: `default-src 'none'; script-src ${t.site}; connect-src ${t.site}; style-src 'self'; form-action ${t.site}`,
        body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
          <title>Partner</title><link rel="stylesheet" href="/style.css"></head><body><main>
          <h1>Partner</h1><h2>Find help</h2><specialist-finder what="neck pain" limit="2" ${server(t.site)}></specialist-finder></main>${tag(t.site)}</body></html>`,
      },
      "/style.css": { type: "text/css", body: "specialist-finder { --sf-accent: #5b2a86; --sf-font: serif }" },
    });
    try {
      const visit = await t.open({ width: 768, allow: [shop.origin] });
      const { page } = visit;
      await visit.go(shop.origin);
      await page.evaluate(() => {
        globalThis.heard = [];
        addEventListener("specialist-finder-results", (event) => globalThis.heard.push(event.detail));
      });
      const { results, all, go } = await search(visit, 0, null, "15213");
      assert.equal(await results.count(), 2);
      assert.equal(await go.evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(91, 42, 134)");
      const total = Number((await all.textContent()).match(/\d+/)[0]);
      assert.deepEqual(await page.evaluate(() => globalThis.heard), [{ total }]);
      await visit.check(`widget-partner-${kind.split(" ").at(-1)}`);

      const asked = visit.requests.find((request) => request.method() === "POST");
      assert.equal(asked.url(), `${t.site}/v1/search`);
      const headers = await asked.allHeaders();
      assert.ok(!headers.referer && !headers.cookie, JSON.stringify(headers));
      assert.deepEqual(JSON.parse(asked.postData()), { q: "neck pain", near: "15213", lang: "en", limit: 2 });
      assert.deepEqual(new Set(visit.requests.map((request) => new URL(request.url()).origin)), new Set([t.site, shop.origin]));

      const [tab] = await Promise.all([visit.context.waitForEvent("page"), all.click()]);
      await tab.waitForLoadState();
      const sent = visit.requests.find((request) => request.url() === `${t.site}/search`);
      assert.equal(sent.method(), "POST");
      assert.equal(sent.postData(), "q=neck+pain&near=15213&lang=en");
      assert.equal(await tab.evaluate(() => window.opener), null);
      assert.match(await tab.locator("main").textContent(), new RegExp(`${total}.*Pittsburgh, PA 15213`, "s"));
      visit.addressesWithout("neck", "15213");
      await visit.keepsNothing();
      visit.quiet();
    } finally {
      shop.close();
    }
  });
}

test("widget: auto searches once, a named server beats the script's, a column of 280 pixels is enough", async (t) => {
  const shop = await partner({
    "/": {
      body: `<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Socio</title></head><body><main><h1>Socio</h1><h2>Busque ayuda</h2>
        <specialist-finder what="dolor de cuello" where="15213" server="${t.site}/" theme="light" auto></specialist-finder></main>
        <script src="/copy/widget.js"></script></body></html>`,
    },
    "/copy/widget.js": { type: "text/javascript", body: await (await fetch(`${t.site}/widget.js`)).text() },
  });
  try {
    const visit = await t.open({ width: 280, scheme: "dark", allow: [shop.origin] });
    await visit.go(shop.origin);
    const { status, widget } = parts(visit.page);
    await status.filter({ hasText: "Se encontraron" }).waitFor();
    assert.equal(visit.requests.filter((request) => request.method() === "POST").length, 1);
    assert.equal(await widget.locator(".box").evaluate((box) => getComputedStyle(box).backgroundColor), "rgb(255, 255, 255)");
    await visit.overflow("280 pixels");
    await visit.shot("widget-280");
    visit.quiet();
  } finally {
    shop.close();
  }
});

test("widget: small", async (t) => {
  const script = await (await fetch(`${t.site}/widget.js`)).arrayBuffer();
  assert.ok(script.byteLength < 15_000, `${script.byteLength} bytes`);
});
