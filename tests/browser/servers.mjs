// Small servers on 127.0.0.1: a partner's site, and a stand-in for assets that the server under test lacks.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

/** Serves `answer(request, response)` on a free port; `origin` and `close()`. */
export async function serve(answer) {
  const server = createServer((request, response) => {
    Promise.resolve(answer(request, response)).catch((error) => response.writeHead(502).end(String(error)));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A partner's site: pages by path, each with its content security policy. */
export function partner(pages) {
  return serve((request, response) => {
    const page = pages[request.url];
    if (request.url === "/favicon.ico") return response.writeHead(204).end(); // browsers ask by themselves
    if (!page) return response.writeHead(404).end();
    const headers = { "content-type": page.type ?? "text/html; charset=utf-8" };
    if (page.policy) headers["content-security-policy"] = page.policy;
    return response.writeHead(200, headers).end(page.body);
  });
}

const ASSETS = {
  "/widget.js": ["widget.js", "text/javascript; charset=utf-8"],
  "/static/widget-demo.html": ["widget-demo.html", "text/html; charset=utf-8"],
  "/static/widget-demo.css": ["widget-demo.css", "text/css; charset=utf-8"],
};
const DEMO_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** The server itself where it serves the widget; else one before it that does, and passes on everything else. */
export async function site(server) {
  const there = await fetch(`${server}/widget.js`);
  if (there.ok) return { origin: new URL(server).origin, standsIn: false, close: () => {} };
  const front = await serve(async (request, response) => {
    const [file, type] = ASSETS[request.url.split("?")[0]] ?? [];
    if (file) {
      const headers = { "content-type": type, "access-control-allow-origin": "*", "content-security-policy": DEMO_POLICY };
      const body = await readFile(new URL(`../../src/http/site/assets/${file}`, import.meta.url));
      return response.writeHead(200, headers).end(body);
    }
    const body = [];
    for await (const piece of request) body.push(piece);
    const { host, connection, "content-length": length, ...headers } = request.headers;
    const answer = await fetch(server + request.url, {
      method: request.method,
      headers: { ...headers, "accept-encoding": "identity" },
      body: body.length ? Buffer.concat(body) : undefined,
      redirect: "manual",
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    return response.end(Buffer.from(await answer.arrayBuffer()));
  });
  return { ...front, standsIn: true };
}
