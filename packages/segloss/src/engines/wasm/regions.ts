import type { Plan } from "../../plan/plan.ts";
import { validCount } from "./schedule/schedule.ts";
import type { CompiledSchedule } from "./schedule/stage-program.ts";
import { makeTape, type Tape } from "./schedule/tape.ts";

/** The numbers between the sweeps: sums of images and of the batch, coefficients, values. */
export interface Numbers {
  /** One row of sums per image. */
  readonly images: readonly Float64Array[];
  readonly batch: Float64Array;
  /** Computes the coefficients that a stage reads. */
  coefficients(stage: number, write: (image: number, index: number, values: Float64Array) => void): void;
  /** The value of the loss, after the last stage. */
  value(): number;
}

interface ScopeTapes {
  readonly over: "image" | "batch";
  readonly value: Tape;
  /** By stage: the indices of coefficients and the tape that makes them. */
  readonly stages: readonly { readonly indices: readonly number[]; readonly tape: Tape }[];
}

/** Compiles what happens between the sweeps of a schedule. */
export function makeNumbers(plan: Plan, compiled: CompiledSchedule): Numbers {
  const { batch: count, channels } = plan.setting;
  const images = Array.from({ length: count }, () => new Float64Array(compiled.sumWidth));
  const batch = new Float64Array(compiled.sumWidth);
  const zeros = new Float64Array(channels);
  const tapes = compiled.schedule.scopes.map(({ over, value }, scope): ScopeTapes => {
    const offset = (node: Parameters<CompiledSchedule["sumOffset"]>[0]): number =>
      compiled.sumOffset(node, scope);
    return {
      over,
      value: makeTape([value], channels, offset),
      stages: compiled.programs.map((_, stage) => {
        const list = compiled.coefficients.list.filter((c) => c.scope === scope && c.stage === stage);
        const roots = list.map(({ expression }) => expression);
        return { indices: list.map(({ index }) => index), tape: makeTape(roots, channels, offset) };
      }),
    };
  });
  const validSlot = compiled.sumOffset(validCount(), 0) as number | undefined;
  const isCounted = (row: Float64Array): boolean => validSlot === undefined || row[validSlot] > 0;
  const share = (over: "image" | "batch", row: Float64Array): number => {
    if (!isCounted(row)) return 0;
    return over === "batch" ? 1 : 1 / images.filter(isCounted).length;
  };
  return {
    images,
    batch,
    coefficients: (stage, write) => {
      for (const { over, stages } of tapes) {
        const { indices, tape } = stages[stage];
        if (indices.length === 0) continue;
        for (let image = 0; image < count; image++) {
          const row = over === "image" ? images[image] : batch;
          if (over === "image" || image === 0) tape.run(row, stage === 0 ? 1 : share(over, row));
          for (let i = 0; i < indices.length; i++) {
            // A region without a valid pixel has no part in the loss.
            const none = stage > 0 && !isCounted(row);
            write(image, indices[i], none ? zeros.subarray(0, tape.results[i].length) : tape.results[i]);
          }
        }
      }
    },
    value: () => {
      let total = 0;
      for (const { over, value } of tapes) {
        for (const row of over === "image" ? images : [batch]) {
          const part = share(over, row);
          if (part === 0) continue;
          value.run(row, part);
          total += value.results[0][0];
        }
      }
      return total;
    },
  };
}
