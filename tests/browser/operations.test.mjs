// The operations page as whoever keeps the lists uses it: from a list to published and back, with script and without.
// Runs where FINDER_OPERATIONS_URL names an operations listener, whose index these tests change.

import assert from "node:assert/strict";
import { test } from "./lib.mjs";

const operations = process.env.FINDER_OPERATIONS_URL;

/** A list of so many people, and a row that nothing can be made of. */
function list(people, address) {
  const rows = Array.from({ length: people }, (_, row) =>
    `${row},<b>Jane</b> Doe${row},DC,chiropractor,${row + 1} ${address},Pittsburgh,PA,15213`);
  return ["id,name,credential,specialty,address,city,state,zip", ...rows, "bad,Ann Poe,DC,chiropractor,1 Main St,Nowhere,ZZ,", ""].join("\n");
}

/** Uploads a list and waits until it is checked. */
async function check(visit, name, text, script) {
  const { page } = visit;
  await page.getByLabel("Name of the list").fill(name);
  await page.getByLabel("The file, or the federal file").setInputFiles({ name: `${name}.csv`, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Check the list" }).click();
  await settle(page, "Publish the list", script);
}

/** Waits for a button that stands where nothing runs any more; without script somebody looks again and again. */
async function settle(page, button, script) {
  for (let looked = 0; looked < 240; looked += 1) {
    if (await page.getByRole("button", { name: button }).count()) return;
    if (await page.getByText(/is live\.$/).count()) return;
    const again = page.getByRole("link", { name: "Look again" });
    if (!script && (await again.count())) await again.click();
    await page.waitForTimeout(250);
  }
  assert.fail(`never settled: ${await page.locator("main").innerText()}`);
}

if (operations) {
  const at = (path) => new URL(path, operations).href;
  const options = { allow: [new URL(operations).origin] };

  test("operations: the first page is whole in both colour schemes and at every width", async (t) => {
    await t.everywhere("operations", (visit) => visit.go(at("/")), options);
  });

  for (const script of [true, false]) {
    const name = script ? "clerk" : "clerk-without-script";
    test(`operations: from a list to published and back, ${script ? "with" : "without"} script`, async (t) => {
      const visit = await t.open({ ...options, script, width: script ? 1440 : 360 });
      const { page } = visit;
      await visit.go(at("/"));
      const before = await page.locator("strong").first().innerText();
      await check(visit, name, list(40, "Main St"), script);
      const text = await page.locator("main").innerText();
      assert.match(text, /40 accepted/);
      assert.match(text, /1 rejected/);
      assert.match(text, /Columns of/);
      assert.match(text, /<b>Jane<\/b> Doe/, "what a list says is text");
      await visit.check(`operations-checked-${name}`);
      await page.getByRole("button", { name: "Publish the list" }).click();
      await settle(page, "No such button", script);
      assert.match(await page.locator("main").innerText(), /Generation \d+ is live/);
      await visit.check(`operations-published-${name}`);
      await page.getByRole("link", { name: "Back to operations" }).click();
      assert.notEqual(await page.locator("strong").first().innerText(), before);
      await page.getByRole("link", { name: /says otherwise than/ }).first().click();
      assert.match(await page.locator("main").innerText(), /40 added/);
      await visit.check(`operations-differences-${name}`);
      await page.getByRole("link", { name: "Back to operations" }).click();
      const report = page.getByRole("link", { name: /\.csv$/ }).first();
      const href = await report.getAttribute("href");
      const reply = await page.request.get(at(href));
      assert.equal(reply.status(), 200);
      await page.getByRole("button", { name: `Roll back to ${before}` }).click();
      await page.getByText(`Generation ${before} is live`).or(page.getByRole("link", { name: "Look again" })).first().waitFor();
      for (let looked = 0; looked < 120; looked += 1) {
        await visit.go(at("/"));
        if ((await page.locator("strong").first().innerText()) === before) break;
        await page.waitForTimeout(250);
      }
      assert.equal(await page.locator("strong").first().innerText(), before);
      await visit.check(`operations-back-${name}`);
      await visit.keepsNothing();
    });
  }

  test("operations: a quality report is whole in both colour schemes and at every width", async (t) => {
    const visit = await t.open(options);
    await visit.go(at("/"));
    const report = await visit.page.getByRole("link", { name: /\.html$/ }).first().getAttribute("href");
    await t.everywhere("operations-quality", async (visit) => {
      await visit.go(at(report));
      assert.equal(await visit.page.getByRole("img").count(), 5, "a chart each");
    }, options);
  });

  test("operations: by keyboard alone, every stop visible", async (t) => {
    const visit = await t.open(options);
    await visit.go(at("/"));
    await visit.tabTo((focused) => focused.text.startsWith("Name of the list"));
    await visit.tabTo((focused) => focused.text.startsWith("The file"));
    await visit.tabTo((focused) => focused.text === "Check the list");
  });
}
