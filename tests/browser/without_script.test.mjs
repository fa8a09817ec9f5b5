// Everything but comfort works without script.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

test("without script: search, narrow, order, next page, provider, the other language", async (t) => {
  const visit = await t.open({ script: false, width: 360 });
  const { page } = visit;
  await visit.go("/");
  assert.equal(await page.locator("button:visible").count(), 1, "no button that needs script");
  await page.fill("#what", "physical therapist");
  await page.fill("#where", "10001");
  await page.selectOption("#radius", "any");
  await page.press("#where", "Enter");
  await page.locator("#results").waitFor();
  assert.ok(!page.url().includes("10001") && !page.url().includes("therapist"), page.url());
  const first = await page.locator(".card").first().innerText();
  await page.locator(".filters summary").click();
  await page.locator("label.choice", { hasText: "Female" }).click();
  await page.locator(".filters").getByRole("button", { name: "Apply" }).click();
  assert.ok(await page.getByRole("checkbox", { name: "Female" }).isChecked());
  const women = await page.locator("#results").innerText();
  await page.selectOption("#sort", "name");
  await page.getByRole("button", { name: "Apply order" }).click();
  assert.equal(await page.locator("#results").innerText(), women, "an order changes no count");
  await page.getByRole("button", { name: "Next page" }).click();
  assert.notEqual(await page.locator(".card").first().innerText(), first);
  await page.getByRole("button", { name: "Español" }).click();
  assert.match(await page.locator("#results").innerText(), /especialistas a cualquier distancia de New York, NY 10001/);
  await page.locator(".card h2 a").first().click();
  await page.getByRole("heading", { name: "Dónde atiende" }).waitFor();
  await visit.check("without-script");
});

test("without script: a danger sign, a place that is not known, a corrected reading", async (t) => {
  const visit = await t.open({ script: false, expect: [/422/] });
  const { page } = visit;
  await visit.go("/");
  await page.fill("#what", "neck pain and I cannot pee");
  await page.fill("#where", "Pitsburgg");
  await page.click(".search .go");
  await page.getByRole("button", { name: "Pittsburgh, PA" }).click();
  assert.match(await page.locator(".warnings").innerText(), /Emergency/);
  assert.match(await page.locator("#results").innerText(), /Pittsburgh, PA/);
});
