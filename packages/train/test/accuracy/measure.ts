import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CompileOptions, parseLoss, reference, type StepInputs } from "segloss";
import type { EngineUnderTest } from "../../../segloss/test/conformance/suite.ts";
import { accuracyData, type Kind } from "./data.ts";

/** One measurement: a loss as text, "+ weights" behind it where pixels are weighted. */
export interface AccuracyRow {
  readonly loss: string;
  /** [N, K, ...space] */
  readonly shape: readonly number[];
  readonly kind: Kind;
}

/** How far an engine is from the float64 reference, both relative. */
export interface Accuracy {
  readonly value: number;
  /** In the 2-norm. */
  readonly gradient: number;
}

interface Answer {
  readonly value: number;
  readonly gradient: Float64Array;
}

const WEIGHTED = " + weights";

/**
 * @param cache folder that keeps what the reference gave, for a second run with another engine; nothing is kept without it
 */
export async function measure(row: AccuracyRow, engine: EngineUnderTest, cache?: string): Promise<Accuracy> {
  const weighted = row.loss.endsWith(WEIGHTED);
  const loss = parseLoss(weighted ? row.loss.slice(0, -WEIGHTED.length) : row.loss);
  const options: CompileOptions = { shape: row.shape, layout: "channels-first", weights: weighted };
  const data = accuracyData(row.shape, row.kind, /lovasz/i.test(row.loss) ? 1 : 0);
  const inputs = (gradient: Float32Array | Float64Array): StepInputs => ({
    ...{ logits: data.logits, targets: data.labels, progress: 0.375, gradient },
    ...(weighted && { weights: data.weights }),
  });
  const expected = kept(row, cache, () => {
    const gradient = new Float64Array(data.logits.length);
    return { value: reference().compile(loss, options).run(inputs(gradient)), gradient };
  });
  const gradient = new Float32Array(data.logits.length);
  const step = await engine.compile(loss, options);
  const value = await step.run(inputs(gradient));
  await step.dispose();
  return compare({ value, gradient: Float64Array.from(gradient) }, expected);
}

function compare(got: Answer, expected: Answer): Accuracy {
  let [off, size] = [0, 0];
  for (let i = 0; i < expected.gradient.length; i++) {
    off += (got.gradient[i] - expected.gradient[i]) ** 2;
    size += expected.gradient[i] ** 2;
  }
  return {
    value: relative(got.value, expected.value),
    gradient: size === 0 ? Math.sqrt(off) : Math.sqrt(off / size),
  };
}

function relative(got: number, expected: number): number {
  return expected === 0 ? Math.abs(got) : Math.abs(got / expected - 1);
}

/** The reference's answer from the cache, or a new one. */
function kept({ loss, shape, kind }: AccuracyRow, cache: string | undefined, make: () => Answer): Answer {
  if (cache === undefined) return make();
  mkdirSync(cache, { recursive: true });
  const file = join(cache, `${encodeURIComponent(loss)}_${shape.join("x")}_${kind}.f64`);
  if (existsSync(file)) {
    const numbers = new Float64Array(new Uint8Array(readFileSync(file)).buffer);
    return { value: numbers[0], gradient: numbers.subarray(1) };
  }
  const { value, gradient } = make();
  writeFileSync(file, new Uint8Array(Float64Array.of(value, ...[]).buffer));
  writeFileSync(file, new Uint8Array(gradient.buffer), { flag: "a" });
  return { value, gradient };
}
