// A search from the first word to the last page, as a visitor with a mouse does it.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

const results = (visit) => visit.page.locator(".card");
const heading = (visit) => visit.page.locator("#results");

async function search(visit, what, where, radius) {
  const { page } = visit;
  await visit.go("/");
  await page.fill("#what", what);
  await page.fill("#where", where);
  if (radius !== undefined) await page.selectOption("#radius", radius);
  await page.click(".search .go");
  await heading(visit).waitFor();
}

/** Does something that asks the server again, and waits for the answer. */
async function answered(visit, act) {
  const reply = visit.page.waitForResponse((response) => new URL(response.url()).pathname === "/search");
  await act();
  await (await reply).finished();
  await visit.page.locator("body:not(.busy)").waitFor();
}

test("search: results are whole in both colour schemes and at every width", async (t) => {
  await t.everywhere("results", (visit) => search(visit, "neck pain chiropractor", "15213", "10"));
});

test("search: tells how many are how near, what was understood, and each result's facts", async (t) => {
  const visit = await t.open();
  await search(visit, "neck pain chiropractor", "15213", "10");
  assert.match(await heading(visit).innerText(), /^5 specialists within 25 miles of Pittsburgh, PA 15213$/);
  const { page } = visit;
  await page.getByRole("button", { name: "1 within 10 miles" }).waitFor();
  await page.getByText("Only 1 within 10 miles, so the search was widened to 25.").waitFor();
  assert.match(await page.locator(".understood dl").innerText(), /Neck pain[\s\S]*Chiropractor[\s\S]*Pittsburgh, PA 15213/);
  const first = results(visit).first();
  assert.match(await first.locator(".distance").innerText(), /^about 8\.8 mi/);
  assert.match(await first.locator("a.phone").getAttribute("href"), /^tel:\+1\d{10}$/);
  assert.match(await first.locator(".age").innerText(), /Record from July 2007 · not verified with the practice/);
  const directions = new URL(await first.getByRole("link", { name: "Directions" }).getAttribute("href"));
  assert.ok(directions.searchParams.get("destination").includes("Bethel Park"));
  assert.ok(!directions.href.includes("15213"), "the visitor's place stays here");
  await first.getByText("Why is this one here?").click();
  await first.getByText("Chiropractor is the primary specialty").waitFor();
});

test("search: nobody at all offers what to leave out, few near offer the radius that gives three", async (t) => {
  await t.everywhere("nobody", (visit) => search(visit, "neck pain female chiropractor in Guam", ""));
  const visit = await t.open();
  await search(visit, "neck pain female chiropractor in Guam", "");
  await visit.page.getByRole("heading", { name: "Nobody fits everything" }).waitFor();
  const offer = visit.page.locator(".without button").first();
  const promised = (await offer.innerText()).match(/: ([\d,]+ specialists?)$/)[1];
  await offer.click();
  await results(visit).first().waitFor();
  assert.ok((await heading(visit).innerText()).startsWith(promised));
  await search(visit, "chiropractor", "15213", "10");
  await visit.page.getByRole("button", { name: "1 within 10 miles" }).click();
  const wider = visit.page.getByRole("button", { name: /^Look within [\d.]+ miles: three or more$/ });
  await visit.check("few near");
  await wider.click();
  await visit.page.getByText("3 specialists within 15 miles of Pittsburgh").waitFor();
  visit.addressesWithout("Guam", "15213");
});

test("search: words and place stay out of addresses, titles and the browser", async (t) => {
  const visit = await t.open();
  await search(visit, "whiplash chiropractor", "15213");
  assert.equal(new URL(visit.page.url()).pathname + new URL(visit.page.url()).search, "/");
  assert.equal(await visit.page.title(), "Results – Specialist Finder");
  await visit.page.fill("#what", "");
  await visit.page.locator("#what").pressSequentially("sciat");
  await visit.page.locator(".suggestions li", { hasText: "Sciatica" }).first().waitFor();
  visit.addressesWithout("whiplash", "chiropractor", "15213", "sciat");
  await visit.keepsNothing();
  visit.quiet();
});

test("search: completion knows the place beside the words, and places only where they belong", async (t) => {
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/");
  const options = (box) => page.locator(`#${box}-suggestions li`);
  await page.fill("#where", "Houston, TX");
  await page.locator("#what").pressSequentially("smi");
  await options("what").filter({ hasText: "Smith, Houston, TX" }).first().waitFor();
  assert.match(await options("what").first().innerText(), /Houston, TX/, "the nearest comes first");
  await page.fill("#what", "");
  await page.locator("#what").pressSequentially("chiropractor near pitts");
  await options("what").filter({ hasText: "Pittsburgh, PA" }).first().waitFor();
  await page.fill("#where", "");
  await page.locator("#where").pressSequentially("chi");
  await options("where").filter({ hasText: "Chicago, IL" }).first().waitFor();
  assert.equal(await options("where").filter({ hasText: "Chiropractor" }).count(), 0);
  visit.quiet();
});

test("search: going on, back and again shows each list", async (t) => {
  const visit = await t.open();
  await search(visit, "physical therapist", "10001", "any");
  const { page } = visit;
  const first = await results(visit).first().innerText();
  assert.equal((await results(visit).count()) + (await page.locator(".neighbours li").count()), 20);
  await answered(visit, () => page.getByRole("button", { name: "Next page" }).click());
  const second = await results(visit).first().innerText();
  assert.notEqual(second, first);
  await answered(visit, () => page.goBack());
  assert.equal(await results(visit).first().innerText(), first);
  await results(visit).first().getByRole("link").first().click();
  await page.locator(".profile").waitFor();
  await page.goBack();
  await heading(visit).waitFor();
  assert.equal(await results(visit).first().innerText(), first, "from a provider back to the list");
  assert.equal((await visit.focused()).text, first.split("\n")[0].split(",")[0], "the entry that was left has the focus");
  const kept = await page.evaluate(() => JSON.stringify(history.state));
  assert.match(kept, /^\{"key":\d+\}$/, "the browser's history holds a number");
  await page.reload();
  assert.equal(await page.inputValue("#what"), "", "and a reloaded page knows nothing");
  visit.quiet();
});

test("search: going back leads to where one stood", async (t) => {
  const visit = await t.open({ width: 360 });
  await search(visit, "physical therapist", "10001", "any");
  const { page } = visit;
  const link = results(visit).nth(9).locator("h2 a");
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 1_000);
  await link.click();
  await page.locator(".profile").waitFor();
  assert.ok((await page.evaluate(() => scrollY)) < 200, "a new page begins at its top");
  await page.getByRole("link", { name: "Back" }).click();
  await heading(visit).waitFor();
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 100, before);
  await answered(visit, () => page.getByRole("button", { name: "Next page" }).click());
  assert.match(await heading(visit).innerText(), /: 21–40$/);
  assert.equal(await page.locator("ol.cards").getAttribute("start"), "21");
  await answered(visit, () => page.getByRole("button", { name: "First page" }).click());
  assert.doesNotMatch(await heading(visit).innerText(), /–/);
});

test("search: results that another page posted for are there again when one comes back", async (t) => {
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/");
  await page.fill("#what", "chiropractor");
  await page.fill("#where", "15213");
  // As the widget's button does it: a post that no script of the page sees.
  await page.evaluate(() => document.querySelector("#search").submit());
  await heading(visit).waitFor();
  await page.waitForFunction(() => location.pathname === "/");
  const before = await heading(visit).innerText();
  await results(visit).first().locator("h2 a").click();
  await page.locator(".profile").waitFor();
  await answered(visit, () => page.getByRole("link", { name: "Back" }).click());
  assert.equal(await heading(visit).innerText(), before);
  visit.quiet();
});

test("search: the last question wins, and one that fails takes nothing away", async (t) => {
  const visit = await t.open({ expect: [/503/] });
  await search(visit, "chiropractor", "15213");
  const { page } = visit;
  let slow = true;
  await page.route("**/search", async (route) => {
    if (slow) {
      slow = false;
      await new Promise((later) => setTimeout(later, 1_000));
    }
    await route.continue().catch(() => {});
  });
  await page.fill("#where", "10001");
  await page.click(".search .go");
  await page.fill("#where", "33125");
  await page.click(".search .go");
  await page.getByRole("heading", { name: /Miami, FL 33125/ }).waitFor();
  await page.waitForTimeout(1_500);
  assert.match(await heading(visit).innerText(), /Miami, FL 33125/);
  await page.unroute("**/search");
  await page.route("**/search", (route) => route.fulfill({ status: 503, contentType: "text/html", body: "<main></main>" }));
  await page.fill("#what", "sciatica");
  await page.click(".search .go");
  await page.getByText("The search did not go through. Please try again.").waitFor();
  assert.equal(await page.inputValue("#what"), "sciatica");
  assert.match(await heading(visit).innerText(), /Miami, FL 33125/);
});

test("search: choices stay through filters and order, and fall with their words", async (t) => {
  const visit = await t.open();
  await search(visit, "neck pain", "15213");
  const { page } = visit;
  await page.getByText("Not what you meant?").click();
  await page.selectOption("#correct-condition", "sciatica");
  await answered(visit, () => page.getByRole("button", { name: "Search with this" }).click());
  const found = await heading(visit).innerText();
  await page.selectOption("#sort", "distance");
  await answered(visit, () => page.getByRole("button", { name: "Apply order" }).click());
  assert.equal(await heading(visit).innerText(), found);
  assert.match(await page.locator(".understood").innerText(), /Sciatica/);
  await page.fill("#what", "chiropractor");
  await answered(visit, () => page.click(".search .go"));
  assert.doesNotMatch(await page.locator(".understood").innerText(), /Sciatica/);
});

test("search: a place that is not known hides no danger sign", async (t) => {
  const visit = await t.open({ expect: [/422/] });
  const { page } = visit;
  await visit.go("/");
  await page.fill("#what", "neck pain and I cannot pee");
  await page.fill("#where", "Qwxyzburg");
  await page.click(".search .go");
  await page.getByRole("heading", { name: "We do not know this place" }).waitFor();
  assert.match(await page.locator(".warnings").innerText(), /Emergency[\s\S]*Call 911/);
  await visit.check("danger-unknown-place");
});

test("search: narrows by filters with true counts, and widens again", async (t) => {
  const visit = await t.open();
  await search(visit, "physical therapist", "10001", "any");
  const { page } = visit;
  const all = Number((await heading(visit).innerText()).match(/^[\d,]+/)[0].replace(",", ""));
  const female = page.locator("label.choice", { hasText: "Female" });
  const count = Number((await female.locator(".count").innerText()).replace(",", ""));
  await female.click();
  await answered(visit, () => page.locator(".filters").getByRole("button", { name: "Apply" }).click());
  assert.ok((await heading(visit).innerText()).startsWith(`${count} specialists`), await heading(visit).innerText());
  await visit.check("results-filtered");
  await answered(visit, () => page.getByRole("button", { name: "Clear filters" }).click());
  assert.ok((await heading(visit).innerText()).startsWith(`${all} specialists`));
});

test("search: orders by distance and keeps to a circle when asked", async (t) => {
  const visit = await t.open();
  await search(visit, "chiropractor", "15213");
  const { page } = visit;
  await page.selectOption("#sort", "distance");
  await answered(visit, () => page.getByRole("button", { name: "Apply order" }).click());
  const miles = (await results(visit).locator(".distance").allInnerTexts()).map((text) => parseFloat(text.match(/[\d.]+/)[0]));
  assert.deepEqual(miles, [...miles].sort((a, b) => a - b));
  await page.selectOption("#radius", "10");
  await answered(visit, () => page.click(".search .go"));
  await answered(visit, () => page.getByRole("button", { name: "1 within 10 miles" }).click());
  assert.match(await heading(visit).innerText(), /^1 specialist within 10 miles/);
});

test("search: a danger sign comes first and has the focus", async (t) => {
  await t.everywhere("danger", async (visit) => {
    await search(visit, "neck pain and I cannot pee", "15213");
    const warning = visit.page.getByRole("alert");
    assert.match(await warning.innerText(), /Emergency/);
    const [sign, form] = await visit.page.evaluate(() => [".warnings", ".search"].map((one) => document.querySelector(one).getBoundingClientRect().top));
    assert.ok(sign < form);
    assert.equal(await visit.page.evaluate(() => document.activeElement.className), "warnings");
  });
});

test("search: what was not understood, not known or not found has a way on", async (t) => {
  await t.everywhere("not-understood", async (visit) => {
    await search(visit, "xqzzt", "");
    assert.equal(await heading(visit).innerText(), "Nothing matches these words");
    await visit.page.getByRole("link", { name: "Neck pain", exact: true }).waitFor();
  });
  const visit = await t.open({ expect: [/422/] });
  const { page } = visit;
  await visit.go("/");
  await page.fill("#what", "neck pain");
  await page.fill("#where", "15200");
  await page.click(".search .go");
  await page.getByRole("heading", { name: "We do not know this place" }).waitFor();
  await visit.check("unknown-place");
  await page.getByRole("button", { name: "Pittsburgh, PA 15201" }).click();
  await heading(visit).waitFor();
  assert.match(await heading(visit).innerText(), /Pittsburgh, PA 15201/);
  assert.equal(await page.inputValue("#what"), "neck pain");
});

test("search: a wrong reading is corrected by choice, an ambiguous place by a button", async (t) => {
  const visit = await t.open();
  await search(visit, "chiropracter", "Springfield");
  const { page } = visit;
  assert.match(await page.locator(".understood").innerText(), /you typed “chiropracter”/);
  await answered(visit, () => page.getByRole("button", { name: "Springfield, IL" }).click());
  assert.match(await heading(visit).innerText(), /Springfield, IL/);
  await page.getByText("Not what you meant?").click();
  await page.selectOption("#correct-specialty", "physical_therapist");
  await answered(visit, () => page.getByRole("button", { name: "Search with this" }).click());
  assert.match(await page.locator(".understood").innerText(), /Physical therapist/);
});

test("search: a link shared on purpose shows the same search", async (t) => {
  const visit = await t.open();
  await search(visit, "neck pain chiropractor", "15213", "10");
  const { page } = visit;
  const before = await heading(visit).innerText();
  await page.getByText("Share this search").click();
  const link = await page.locator("[data-share]").getAttribute("href");
  assert.match(await page.locator(".share").innerText(), /contains your words and place/);
  const other = await t.open();
  await other.go(link);
  assert.equal(await heading(other).innerText(), before);
  assert.equal(await other.page.inputValue("#where"), "15213");
  await other.check("shared");
});

test("search: one's own place, rounded, and only when the button is pressed", async (t) => {
  const visit = await t.open();
  await visit.context.grantPermissions(["geolocation"]);
  await visit.context.setGeolocation({ latitude: 40.440_624_9, longitude: -79.995_888_1 });
  const { page } = visit;
  await visit.go("/");
  await page.getByRole("button", { name: "Use my location" }).click();
  await page.waitForFunction(() => document.querySelector("#where").value === "My location");
  assert.equal(await page.inputValue("input[name=lat]"), "40.441");
  await page.fill("#what", "chiropractor");
  await page.click(".search .go");
  await heading(visit).waitFor();
  assert.match(await heading(visit).innerText(), /of your location$/);
  assert.equal(await page.inputValue("#where"), "My location");
  visit.addressesWithout("40.44", "79.99");
  visit.quiet();
});

test("search: prints the list and nothing else", async (t) => {
  const visit = await t.open();
  await search(visit, "neck pain chiropractor", "15213");
  await visit.page.emulateMedia({ media: "print" });
  for (const hidden of [".search", ".side", ".bar", ".rings"]) assert.ok(!(await visit.page.locator(hidden).isVisible()), hidden);
  assert.ok(await results(visit).first().locator("address").isVisible());
  await visit.shot("print");
});
