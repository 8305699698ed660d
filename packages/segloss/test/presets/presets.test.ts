import { evaluate, parseLoss, reference } from "segloss";
import { describe, expect, test } from "vitest";
import { readGolden } from "../golden/golden-case.ts";

interface Row {
  readonly preset: string;
  readonly input: string;
  readonly of: "logits" | "probabilities";
  readonly value: number;
  readonly gradient: readonly number[];
  readonly tolerance: { readonly value: number; readonly gradient: number };
}

interface Input {
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly probabilities: readonly number[];
  readonly targets: { readonly kind: "indices" | "soft"; readonly values: readonly number[] };
  readonly ignore?: number;
}

interface Rows {
  readonly rows: readonly Row[];
  readonly inputs: Readonly<Record<string, Input>>;
}

const catalogue = readGolden("values-catalogue-presets.json") as Rows;
const clDice = readGolden("values-cldice.json") as Pick<Rows, "inputs"> & { presets: readonly Row[] };
// Of libraries that were read, not run: computed once more in plain torch.
const read = readGolden("values-read-presets.json") as Rows;
// Options that other libraries' tests and configs use.
const peers = readGolden("values-peer-presets.json") as Rows;
const rows = [...catalogue.rows, ...clDice.presets, ...read.rows, ...peers.rows];
const inputs = { ...peers.inputs, ...read.inputs, ...catalogue.inputs, ...clDice.inputs };

const size = (a: readonly number[]): number => Math.max(Math.hypot(...a), 1e-3);

describe("value and gradient of the library under its own options; the preset brings its link", () => {
  test.for(rows.map((row) => [`${row.preset} on ${row.input}`, row] as const))("%s", ([, row]) => {
    const { shape, targets, ignore, ...data } = inputs[row.input];
    const { value, gradient } = evaluate(parseLoss(row.preset), {
      engine: reference(),
      shape,
      layout: "channels-first",
      logits: Float64Array.from(data[row.of]),
      targets: targets.kind === "soft" ? Float64Array.from(targets.values) : Uint8Array.from(targets.values),
      ...(ignore !== undefined && { ignore }),
    });
    const within = row.tolerance.value * Math.max(Math.abs(row.value), 1e-3);
    expect(Math.abs(value - row.value), `${value}, expected ${row.value}`).toBeLessThanOrEqual(within);
    const off = Math.hypot(...row.gradient.map((g, i) => g - gradient![i])) / size(row.gradient);
    expect(off, "gradient").toBeLessThanOrEqual(row.tolerance.gradient);
  });
});
