// With the keyboard alone: every stop can be seen, and everything can be reached.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

test("keyboard: from the skip link through completion to a provider and back", async (t) => {
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/");
  await page.keyboard.press("Tab");
  const skip = await visit.focused();
  assert.equal(skip.text, "Skip to the main content");
  assert.ok(skip.visible);
  await page.keyboard.press("Enter");
  await visit.tabTo(({ id }) => id === "what");
  await page.keyboard.type("chiro");
  const options = page.getByRole("listbox", { name: "Suggestions" }).first().getByRole("option");
  await options.first().waitFor();
  await page.keyboard.press("ArrowDown");
  const chosen = await page.locator("#what").getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${chosen}`).getAttribute("aria-selected"), "true");
  const label = await page.locator(`#${chosen}`).evaluate((option) => option.firstChild.textContent);
  await page.keyboard.press("Enter");
  assert.equal((await page.inputValue("#what")).toLowerCase(), label.toLowerCase());
  await visit.tabTo(({ id }) => id === "where");
  await page.keyboard.type("chicag");
  await page.locator(".suggestions li", { hasText: "Chicago, IL" }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("o");
  await page.locator(".suggestions li", { hasText: "Chicago, IL" }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.locator("#results").waitFor();
  assert.equal((await visit.focused()).id, "results", "the answer has the focus");
  await visit.tabTo(({ tag }) => tag === "summary");
  await page.keyboard.press("Enter");
  const name = await page.locator(".card h2 a").first().innerText();
  await visit.tabTo(({ tag, text }) => tag === "a" && text === name.slice(0, 80));
  await page.keyboard.press("Enter");
  await page.locator(".profile").waitFor();
  await visit.tabTo(({ text }) => text === "← Back");
  await page.keyboard.press("Enter");
  await page.locator("#results").waitFor();
  visit.quiet();
});

test("keyboard: completion is told to screen readers and closes when left", async (t) => {
  const visit = await t.open();
  const { page } = visit;
  await visit.go("/");
  const box = page.getByRole("combobox", { name: "What hurts, or who are you looking for?" });
  await box.focus();
  await page.keyboard.type("neck");
  await page.locator(".suggestions li").first().waitFor();
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  await visit.check("completion");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.querySelector("#what").getAttribute("aria-expanded") === "false");
});
