// The reference of the API: readable everywhere, by keyboard, without a script, and light.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

test("docs: whole in both colour schemes and at every width", async (t) => {
  await t.everywhere("docs", (visit) => visit.go("/docs"));
});

test("docs: the skip link is the first stop and leads to the text", async (t) => {
  const visit = await t.open({ width: 360 });
  await visit.go("/docs");
  await visit.page.keyboard.press("Tab");
  const first = await visit.focused();
  assert.match(first.text, /^Skip to/);
  assert.ok(first.visible);
  await visit.shot("docs-skip");
  await visit.page.keyboard.press("Enter");
  assert.equal((await visit.focused()).id, "main");
});

test("docs: the contents lead to every part, and long lines scroll by keyboard", async (t) => {
  const visit = await t.open();
  await visit.go("/docs");
  const links = await visit.page.locator("nav a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.ok(links.length > 20);
  for (const link of links) assert.equal(await visit.page.locator(link).count(), 1, link);
  const still = await visit.page.locator("pre:not([tabindex='0'][aria-label])").count();
  assert.equal(still, 0);
  await visit.tabTo(({ tag }) => tag === "pre");
});

test("docs: landmarks, one main heading, a caption for every table", async (t) => {
  const visit = await t.open();
  await visit.go("/docs");
  const { page } = visit;
  for (const role of ["banner", "main", "navigation", "contentinfo"]) assert.equal(await page.getByRole(role).count(), 1, role);
  assert.equal(await page.locator("h1").count(), 1);
  assert.equal(await page.locator("table").count(), await page.locator("table > caption").count());
});

test("docs: in narrow windows tables are still tables", async (t) => {
  const visit = await t.open({ width: 360 });
  await visit.go("/docs");
  const table = visit.page.getByRole("table", { name: "Parameters of GET /v1/search" });
  assert.ok((await table.getByRole("row").count()) > 20);
  assert.ok(await table.getByRole("rowheader", { name: "radius" }).isVisible());
});

test("docs: under 60 kB with all it needs, and nothing is kept", async (t) => {
  const visit = await t.open();
  await visit.go("/docs");
  if (!t.standsIn) assert.ok(visit.bytes < 60_000, `${visit.bytes} bytes`);
  assert.ok(visit.requests.length <= 3, `${visit.requests.length} requests`);
  await visit.keepsNothing();
  visit.quiet();
});
