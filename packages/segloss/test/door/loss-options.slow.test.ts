import { describe, expect, it } from "vitest";
import { complaints } from "./complaints.ts";
import { factoryCalls } from "./factory-calls.ts";

describe("no option of a loss or a preset takes a wrong kind, or raises an error of JavaScript for it", () => {
  it.each(factoryCalls().map((call) => [call.name, call] as const))("%s", async (_, call) => {
    expect(await complaints(call)).toEqual([]);
  });
});
