// Copied by check-packages.mjs into an empty project in which the packed packages are installed, and run there: segloss studio finds its
// site, prints an address, and answers there and nowhere else.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const child = spawn(
  process.execPath,
  ["node_modules/@segloss/cli/bin/segloss.js", "studio", "--port", "0", "--json"],
  { stdio: ["ignore", "pipe", "inherit"] },
);
try {
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { address } = JSON.parse(line);
  const page = await fetch(address);
  assert.equal(page.status, 200, `${address} answers ${page.status}`);
  assert.match(await page.text(), /<title>[^<]+ · segloss</);
  assert.match(page.headers.get("content-security-policy") ?? "", /script-src 'self' 'wasm-unsafe-eval'/);
  const { status } = await fetch(new URL("/", address));
  assert.equal(status, 404, `without the token the server answers ${status}`);
  console.log("  segloss studio: its door, and nothing without the token");
} finally {
  child.kill();
}
