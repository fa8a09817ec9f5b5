// Searches with fetch: Node 18 and newer, and browsers on any page.
const server = globalThis.process?.env.FINDER_URL ?? "http://127.0.0.1:8080";

const response = await fetch(`${server}/v1/search`, {
  method: "POST", // the words stay out of addresses and logs
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ q: "neck pain chiropractor", near: "15213", radius: "10mi", limit: 3 }),
});
const answer = await response.json();
if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`);

// Danger signs come before everything else.
for (const sign of answer.safety) console.log(`${sign.urgency}: ${sign.title}. ${sign.message}`);
for (const notice of answer.notices) console.log(notice.message);
console.log(`found: ${answer.total}`);
for (const { name, distance, practice } of answer.results) {
  const about = practice.accuracy === "exact" ? "" : "about ";
  console.log(`${name}, ${practice.city}, ${about}${distance} mi, ${practice.phone ?? "no phone"}`);
}
