// In Spanish from the browser's language to the last label.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

test("spanish: a search by somebody whose browser speaks it", async (t) => {
  await t.everywhere("spanish", async (visit) => {
    const { page } = visit;
    await visit.go("/");
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
    await page.fill("#what", "dolor de cuello y no puedo orinar");
    await page.fill("#where", "77002");
    await page.click(".search .go");
    await page.locator("#results").waitFor();
    assert.match(await page.locator("#results").innerText(), /especialistas a menos de 25 millas de Houston, TX 77002/);
    assert.match(await page.locator(".warnings").innerText(), /Emergencia[\s\S]*911/);
    const text = await page.locator("main").innerText();
    for (const english of ["Search", "Directions", "Record from", "Why is", "within", "Order by", "Apply"]) {
      assert.ok(!text.includes(english), english);
    }
  }, { lang: "es-US" });
});

test("spanish: the language changes with the search kept", async (t) => {
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/");
  await page.fill("#what", "chiropractor");
  await page.fill("#where", "77002");
  await page.click(".search .go");
  await page.locator("#results").waitFor();
  await page.getByRole("button", { name: "Español" }).click();
  await page.locator("html[lang=es]").waitFor();
  assert.match(await page.locator("#results").innerText(), /especialistas? a menos de/);
  assert.equal(await page.inputValue("#where"), "77002");
  visit.addressesWithout("77002", "chiropractor");
  visit.quiet();
});
