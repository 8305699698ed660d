import fs from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { setTimeout } from "node:timers/promises";

// Preloaded (`node --import`) into sender, workers and their processes: whatever is done to a file of the store takes SLOW_STORE milliseconds more, as over a poor line.

const { SEGLOSS_STORE: store = "", SLOW_STORE: delay = "0" } = process.env;
const isInStore = (/** @type {unknown} */ path) => typeof path === "string" && path.startsWith(store);
const late = () => {
  if (!told) console.error("the store is slow");
  told = true;
  return setTimeout(Number(delay));
};
let told = false;

const { createReadStream } = fs;

for (const name of [
  ...[
    "access",
    "copyFile",
    "link",
    "mkdir",
    "open",
    "readdir",
    "readFile",
    "rename",
    "rm",
    "stat",
    "writeFile",
  ],
]) {
  const own = /** @type {any} */ (promises)[name];
  /** @type {any} */ (promises)[name] = async (/** @type {unknown[]} */ ...args) => {
    if (args.some(isInStore)) await late();
    return own(...args);
  };
}
/** @type {any} */ (fs).createReadStream = (/** @type {string} */ path, /** @type {any} */ options) => {
  if (!isInStore(path)) return createReadStream(path, options);
  return (async function* () {
    for await (const chunk of createReadStream(path, options)) {
      await late();
      yield chunk;
    }
  })();
};
syncBuiltinESMExports();
