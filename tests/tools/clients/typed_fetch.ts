// A search, its next page, one provider and an error, by types that openapi-typescript made and openapi-fetch uses.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const client = createClient<paths>({ baseUrl: process.env.FINDER_URL ?? "" });

const asked = { q: "chiropractor", near: "15213", limit: 2 };
const { data, error } = await client.POST("/v1/search", { body: asked });
if (!data) throw new Error(error?.code);
assert.ok(data.total > 2 && data.results.length === 2);
const first: components["schemas"]["ResultReply"] | undefined = data.results[0];
assert.ok(first && first.distance !== null && first.distance > 0);
assert.equal(data.radius?.units, "mi");

// Lists are separated by commas in an address, never repeated.
const byAddress = await client.GET("/v1/search", {
  params: { query: { ...asked, kind: ["person", "organization"], cursor: data.next ?? undefined } },
  querySerializer: { array: { style: "form", explode: false } },
});
assert.equal(byAddress.error?.code, "cursor_mismatch", "another filter is another search");
const next = await client.GET("/v1/search", { params: { query: { ...asked, cursor: data.next ?? undefined } } });
assert.ok(next.data && next.data.results[0]?.id !== first.id);

const { data: provider } = await client.GET("/v1/providers/{id}", { params: { path: { id: first.id } } });
assert.equal(provider?.name, first.name);

const { error: refused } = await client.POST("/v1/search", { body: { q: "chiropractor", near: "Nowhereville" } });
assert.equal(refused?.code, "unknown_place");
console.log(`${data.total} found, the first is ${first.name}`);
