// A search, its next page, one provider and an error, by the client that @hey-api/openapi-ts made.
import assert from "node:assert/strict";
import { client } from "./client/client.gen.js";
import * as api from "./client/index.js";

client.setConfig({ baseUrl: process.env.FINDER_URL ?? "" });

const asked = { q: "chiropractor", near: "15213", limit: 2 };
const { data, error } = await api.searchByPost({ body: asked });
if (!data) throw new Error(JSON.stringify(error));
assert.ok(data.total > 2 && data.results.length === 2);
const first: api.ResultReply | undefined = data.results[0];
assert.ok(first && first.distance !== null && first.distance > 0);

const next = await api.search({ query: { ...asked, cursor: data.next ?? undefined } });
assert.ok(next.data && next.data.results[0]?.id !== first.id);

const people = await api.search({ query: { ...asked, kind: ["person", "organization"] } });
assert.equal(people.data?.total, data.total, "both kinds are everybody");

const { data: provider } = await api.provider({ path: { id: first.id } });
assert.equal(provider?.name, first.name);

const { error: refused } = await api.searchByPost({ body: { q: "chiropractor", near: "Nowhereville" } });
assert.equal(refused?.code, "unknown_place");
console.log(`${data.total} found, the first is ${first.name}`);
