// Lets the npm package `rdf-test-suite` test a server that runs: it needs an engine, and is given one that only carries the token.
//
//     CHANCERY_TOKEN=FILE rdf-test-suite .ci/w3c_suite.cjs http://w3c.example/protocol/manifest.ttl -d 20000 \
//       -m 'http://w3c.example/~/path/to/sparql11/' -i '{"protocolEndpoint": "http://127.0.0.1:7878/query"}'
//
// UPDATE_URL, when updates have an address of their own (oxigraph serve), is where they are sent.
const { readFileSync } = require("node:fs");

const token = process.env.CHANCERY_TOKEN && readFileSync(process.env.CHANCERY_TOKEN, "utf8").trim();
const updates = process.env.UPDATE_URL;
const plain = globalThis.fetch;

/** Whether a request is an update: by its type, or by its form. */
function isUpdate(url, headers, body) {
  const text = body instanceof ArrayBuffer ? new TextDecoder().decode(body) : String(body ?? "");
  const media = headers.get("content-type") ?? "";
  const form = media.includes("x-www-form-urlencoded") && text.startsWith("update=");
  return media.includes("sparql-update") || form || text.startsWith("CLEAR") || url.includes("?update=");
}

globalThis.fetch = (address, options = {}) => {
  let url = String(address);
  const headers = new Headers(options.headers);
  if (token) {
    headers.set("authorization", `Bearer ${token}`);
  }
  if (updates && isUpdate(url, headers, options.body)) {
    url = updates + new URL(url).search;
  }
  return plain(url, { ...options, headers });
};

/** No test of a protocol asks the engine itself. */
async function unused() {
  throw new Error("only servers are tested");
}

module.exports = { parse: unused, query: unused, update: unused };
