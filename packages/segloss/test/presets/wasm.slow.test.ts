import { evaluate, parseLoss, wasm } from "segloss";
import { expect, test } from "vitest";
import { readGolden } from "../golden/golden-case.ts";

interface Row {
  readonly preset: string;
  readonly input: string;
  readonly of: "logits" | "probabilities";
  readonly value: number;
  readonly gradient: readonly number[];
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

// Options that other libraries' tests and configs use.
const peers = readGolden("values-peer-presets.json") as Rows;

const size = (a: readonly number[]): number => Math.max(Math.hypot(...a), 1e-3);

test("the same on wasm in float32, to 1e-5 and 1e-4 of the gradient", async () => {
  const engine = await wasm();
  for (const { preset, input, of, value, gradient } of peers.rows) {
    const { shape, targets, ignore, ...data } = peers.inputs[input];
    const got = evaluate(parseLoss(preset), {
      ...{ engine, shape, layout: "channels-first", logits: Float32Array.from(data[of]) },
      targets: targets.kind === "soft" ? Float32Array.from(targets.values) : Uint8Array.from(targets.values),
      ...(ignore !== undefined && { ignore }),
    });
    expect(Math.abs(got.value - value), preset).toBeLessThanOrEqual(1e-5 * Math.max(Math.abs(value), 1e-3));
    const off = Math.hypot(...gradient.map((g, i) => g - got.gradient![i])) / size(gradient);
    expect(off, preset).toBeLessThanOrEqual(1e-4);
  }
  engine.dispose();
});
