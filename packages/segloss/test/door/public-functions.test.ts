import * as segloss from "segloss";
import * as fields from "segloss/fields";
import * as measure from "segloss/measure";
import * as metrics from "segloss/metrics";
import * as objects from "segloss/objects";
import * as tfjs from "segloss/tfjs";
import * as wasm from "segloss/wasm";
import * as webgpu from "segloss/webgpu";
import { describe, expect, it } from "vitest";
import { complaints } from "./complaints.ts";
import { factoryCalls } from "./factory-calls.ts";
import { VALID_CALLS } from "./valid-calls.ts";

const MODULES: Readonly<Record<string, object>> = {
  segloss,
  fields,
  measure,
  metrics,
  objects,
  tfjs,
  wasm,
  webgpu,
};

describe("every public function has a valid call here", () => {
  it.each(Object.entries(MODULES))("%s", (_, exports) => {
    // Losses have their calls from their definitions; FormulaError is thrown by the library and made by nobody else.
    const functions = Object.entries(exports).filter(
      ([, value]) =>
        typeof value === "function" && !("definition" in value) && value !== segloss.FormulaError,
    );
    const known = VALID_CALLS.map(({ name }) => name);
    expect(functions.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("no public function takes a wrong kind, or raises an error of JavaScript for it", () => {
  it.each(VALID_CALLS.map((call) => [call.name, call] as const))("%s", async (_, call) => {
    expect(await complaints(call)).toEqual([]);
  });
});

describe("no loss and no preset takes something else for its options", () => {
  it.each(factoryCalls().map((call) => [call.name, call] as const))("%s", async (_, call) => {
    expect(await complaints({ ...call, whole: [0] })).toEqual([]);
  });
});
