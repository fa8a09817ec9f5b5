// The start page: whole everywhere, light, and kept nowhere.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

test("start: whole in both colour schemes and at every width", async (t) => {
  await t.everywhere("start", (visit) => visit.go("/"));
});

test("start: under 60 kB with all it needs, and nothing is kept", async (t) => {
  const visit = await t.open();
  await visit.go("/");
  assert.ok(visit.bytes < 60_000, `${visit.bytes} bytes`);
  console.log(`        first load: ${visit.bytes} bytes in ${visit.requests.length} requests`);
  await visit.keepsNothing();
  visit.quiet();
});

test("start: large targets, one main heading, landmarks, the language at the top", async (t) => {
  const visit = await t.open({ width: 360 });
  await visit.go("/");
  const { page } = visit;
  await visit.targets("main button:visible, main summary, .tiles a, input[type=text], select, header a");
  assert.equal(await page.locator("h1").count(), 1);
  for (const role of ["banner", "main", "search", "contentinfo"]) assert.equal(await page.getByRole(role).count(), 1, role);
  await page.getByRole("link", { name: "Español" }).click();
  await page.getByRole("heading", { level: 1, name: "Encuentre ayuda" }).waitFor();
});

test("start: an empty form says what to type", async (t) => {
  const visit = await t.open({ expect: [/400/] });
  await visit.go("/");
  await visit.page.getByRole("button", { name: "Search", exact: true }).click();
  await visit.page.getByText("Type what hurts, who you are looking for, or a place.").waitFor();
  await visit.check("start-empty");
});
