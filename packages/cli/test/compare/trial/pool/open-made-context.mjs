// What the training processes of the pool's tests open: the made context on the built command, with the faults that the test asks for.
import { appendFileSync, readFileSync } from "node:fs";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import * as data from "../../../../dist/data/index.js";
import { madeContext } from "../made-context.mjs";

/** @param {string} path of a JSON file: `{ plan, folder, faults }` */
export function openTrialContext(path) {
  const { faults = {}, ...config } = JSON.parse(readFileSync(path, "utf8"));
  if (faults.cannotOpen) throw new Error(faults.cannotOpen);
  if (faults.fullDisk) fillDisk();
  appendFileSync(`${path}.pids`, `${process.pid}\n`);
  const made = madeContext(data, config);
  return {
    ...made,
    /** @type {typeof made.drawCrops} */
    drawCrops(options) {
      const crops = made.drawCrops(options);
      // A seed of the list says what goes wrong at the third batch of its training.
      const fault = faults[options.seed];
      return {
        ...crops,
        at(step) {
          if (step === 2 && fault) FAULTS[fault]();
          return crops.at(step);
        },
      };
    },
  };
}

/** @type {Readonly<Record<string, () => void>>} */
const FAULTS = {
  killed: () => process.kill(process.pid, "SIGKILL"),
  aborts: () => process.abort(),
  exits: () => process.exit(7),
  throws: () => {
    throw new Error("the batch is\nno batch");
  },
  noMemory: () => void new Float32Array(2 ** 33 - 1),
  hangs: () => {
    for (;;) Math.sqrt(2);
  },
};

/** From here on nothing can be written, as on a disk without room. */
function fillDisk() {
  files.writeFile = () =>
    Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
  syncBuiltinESMExports();
}
