// The map on demand: nothing of it is loaded before somebody asks, and nothing of it from elsewhere.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

test("map: shows every point of the list, from our own server, when asked", async (t) => {
  await t.everywhere("map", async (visit) => {
    const { page } = visit;
    await visit.go("/?q=physical+therapist&near=10001");
    const asked = () => visit.requests.filter((request) => /leaflet|atlas|map\.js/.test(request.url())).length;
    assert.equal(asked(), 0);
    await page.getByRole("button", { name: "Show the map" }).click();
    await page.locator(".cards.numbered").waitFor();
    const cards = await page.locator(".card").count();
    assert.equal(await page.locator(".pin:not(.you)").count(), cards);
    assert.equal(await page.locator(".pin.you").count(), 1);
    assert.ok((await page.locator(".town").count()) >= 2, "places are named where there is room");
    assert.ok(asked() >= 4, `${asked()} requests`);
  });
});

test("map: a pin leads to its entry, and the map goes away again", async (t) => {
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/?q=physical+therapist&near=10001");
  await page.getByRole("button", { name: "Show the map" }).click();
  await page.locator(".cards.numbered").waitFor();
  await page.locator(".pin", { hasText: "6" }).click();
  assert.equal(await page.locator(".card.found").count(), 1);
  const focused = await visit.focused();
  assert.equal(focused.text, (await page.locator(".card").nth(5).locator("h2 a").innerText()).slice(0, 80));
  await page.getByRole("button", { name: "Hide the map" }).click();
  assert.ok(!(await page.locator("#map").isVisible()));
  visit.quiet();
});
