// Walks through all pages with a cursor, then meets an error.
const server = globalThis.process?.env.FINDER_URL ?? "http://127.0.0.1:8080";

class Refused extends Error {
  constructor(problem) {
    super(`${problem.code}: ${problem.detail}`);
    Object.assign(this, problem); // code, field, suggestions …
  }
}

async function search(question) {
  const response = await fetch(`${server}/v1/search`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer);
  return answer;
}

async function* everybody(question) {
  let cursor = null;
  do {
    const page = await search({ ...question, cursor });
    yield* page.results;
    cursor = page.next; // null on the last page
  } while (cursor);
}

let count = 0;
for await (const result of everybody({ q: "physical therapist", near: "Chicago, IL", limit: 2 })) {
  console.log(`${(count += 1)}. ${result.name}, ${result.distance} mi`);
}

try {
  await search({ q: "physical therapist", near: "60600" });
  throw new Error("a place that is not known was taken");
} catch (error) {
  if (error.code !== "unknown_place") throw error;
  console.log(`refused: ${error.code}, perhaps ${error.suggestions.join(" or ")}`);
}
