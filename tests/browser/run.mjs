// Runs the browser tests: every *.test.mjs of this folder, or those whose name contains one of the arguments.
//
//   FINDER_URL=http://127.0.0.1:8080 node tests/browser/run.mjs [docs widget …]
//
// Prints a line a test and `N passed, N failed`; exit 1 when any failed.

import { readdir } from "node:fs/promises";
import { launch, Session, tests } from "./lib.mjs";
import { site as siteOf } from "./servers.mjs";

const server = process.env.FINDER_URL?.replace(/\/+$/, "");
if (!server) {
  console.error("FINDER_URL must name the server under test");
  process.exit(2);
}
const bound = Number(process.env.FINDER_TEST_SECONDS ?? 300) * 1_000;

const wanted = process.argv.slice(2);
const files = (await readdir(import.meta.dirname ?? new URL(".", import.meta.url).pathname))
  .filter((file) => file.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
  .sort();
for (const file of files) await import(`./${file}`);

const site = await siteOf(server);
if (site.standsIn) console.log("note: the server has no /widget.js; a stand-in before it serves the files of the tree");
const browser = await launch();
let failed = 0;
for (const { name, body } of tests) {
  const session = new Session(browser, site);
  const began = Date.now();
  let timer;
  const late = new Promise((_never, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${bound / 1_000} s`)), bound);
  });
  try {
    await Promise.race([body(session), late]);
    console.log(`ok      ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack ?? error}`);
  }
  clearTimeout(timer);
  await session.close();
}
await browser.close();
site.close();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 || tests.length === 0 ? 1 : 0);
