// The pages of providers, conditions and specialties, and what stands at no address.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "./lib.mjs";

test("topics: a condition tells signs, who treats it, evidence with its disagreement, and searches", async (t) => {
  await t.everywhere("condition", async (visit) => {
    await visit.go("/conditions/low_back_pain");
    await visit.page.getByText("Guidelines disagree on:").waitFor();
  });
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/conditions/neck_pain");
  const data = JSON.parse(await page.locator("script[type='application/ld+json']").textContent());
  assert.equal(data["@type"], "MedicalCondition");
  assert.equal(await page.inputValue("#what"), "Neck pain");
  await page.fill("#where", "15213");
  await page.press("#where", "Enter");
  await page.locator("#results").waitFor();
  assert.match(await page.locator(".understood").innerText(), /Neck pain/);
});

test("topics: a specialty in Spanish", async (t) => {
  await t.everywhere("specialty", async (visit) => {
    await visit.go("/specialties/chiropractor?lang=es");
    await visit.page.getByRole("heading", { level: 1, name: "Quiropráctico" }).waitFor();
  });
});

test("topics: a provider with practices, data for machines and a contact to save", async (t) => {
  await t.everywhere("provider", async (visit) => {
    await visit.go("/?q=chiropractor&near=Chicago");
    await visit.page.locator(".card h2 a").first().click();
    await visit.page.locator(".profile").waitFor();
  });
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/providers/npi:1437154580");
  const data = JSON.parse(await page.locator("script[type='application/ld+json']").textContent());
  assert.equal(data.identifier.value, "1437154580");
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save contact" }).click();
  const download = await saving;
  assert.equal(download.suggestedFilename(), "contact.vcf");
  assert.match(await readFile(await download.path(), "utf8"), /^BEGIN:VCARD\r\nVERSION:3\.0\r\n[\s\S]*END:VCARD\r\n$/);
  await page.getByRole("button", { name: "Search near this practice" }).click();
  await page.locator("#results").waitFor();
});

test("topics: an address with nothing helps on, in the visitor's language", async (t) => {
  const visit = await t.open({ lang: "es-US", expect: [/404/] });
  await visit.go("/conditions/nothing", 404);
  await visit.page.getByRole("heading", { name: "Página no encontrada" }).waitFor();
  await visit.check("not-found");
});
