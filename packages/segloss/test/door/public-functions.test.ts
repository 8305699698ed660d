import * as segloss from "segloss";
import * as fields from "segloss/fields";
import * as metrics from "segloss/metrics";
import * as tfjs from "segloss/tfjs";
import * as wasm from "segloss/wasm";
import { describe, expect, it } from "vitest";
import { isPlainError } from "./is-plain-error.ts";
import { type Substitution, substitutions, type ValidCall } from "./substitute.ts";
import { VALID_CALLS } from "./valid-calls.ts";

const MODULES: Readonly<Record<string, object>> = { segloss, fields, metrics, tfjs, wasm };

/** Losses by name and presets as library.Name: one row each would say what their definitions say already. */
const FACTORIES: readonly (readonly [string, (options?: never) => unknown, segloss.OptionSpecs])[] = [
  ...segloss.LOSSES.map(
    (make) => [make.definition.name, make as never, segloss.allOptions(make.definition)] as const,
  ),
  ...segloss.PRESETS.flatMap(({ name, losses }) =>
    Object.values(losses).map(
      (make) => [`${name}.${make.definition.name}`, make as never, make.definition.options] as const,
    ),
  ),
];

describe("every public function has a valid call here", () => {
  it.each(Object.entries(MODULES))("%s", (_, exports) => {
    const functions = Object.entries(exports).filter(
      ([, value]) => typeof value === "function" && !("definition" in value),
    );
    const known = VALID_CALLS.map(({ name }) => name);
    expect(functions.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** What is wrong with how a call ended, or nothing. */
async function complaint(call: ValidCall, { args, mayPass }: Substitution): Promise<string | undefined> {
  try {
    await (call.run as (...args: unknown[]) => unknown)(...args());
  } catch (error) {
    return isPlainError(error)
      ? undefined
      : `raises ${error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : String(error)}`;
  }
  return mayPass ? undefined : "takes it";
}

describe("no public function takes a wrong kind, or raises an error of JavaScript for it", () => {
  it.each(VALID_CALLS.map((call) => [call.name, call] as const))("%s", async (_, call) => {
    await (call.run as (...args: unknown[]) => unknown)(...call.args());
    const wrong: string[] = [];
    if (process.env.DOOR_LOG) console.error(call.name);
    for (const one of substitutions(call)) {
      const found = await complaint(call, one);
      if (found) wrong.push(`${one.place} = ${one.kind}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});
