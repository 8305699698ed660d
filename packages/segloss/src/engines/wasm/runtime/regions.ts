import { isConstant } from "../../../formula/constants.ts";
import { liveSymbol } from "../../../plan/live-parameters.ts";
import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import type { CoefficientPart } from "../../../program/lower/lowering.ts";
import type { Coefficient } from "../../../program/schedule/coefficients.ts";
import { validCount } from "../../../program/schedule/move-sums.ts";
import type { CompiledSchedule } from "../../../program/schedule/stage-program.ts";
import { makeTape, type SumPlaceOf, type Tape } from "../../../program/schedule/tape.ts";

/** The numbers between the sweeps: sums of images and of the batch, coefficients, values. */
export interface Numbers {
  /** Begins a run, in which so much of the training is done and live constants are these. */
  begin(progress: number, parameters: Readonly<Record<string, number>>): void;
  /** Adds the sums of the chunks of a stage, those at the given offsets of a row, to rows of images and the batch. */
  gather(sums: Float64Array, offsets: readonly number[]): void;
  /** Writes the coefficients that a stage reads, `width` numbers from one image to the next. */
  coefficients(stage: number, to: Float32Array, width: number): void;
  /** The value of the loss, after the last stage. */
  value(): number;
  /** Size of the largest coefficient since the run began; NaN when one is not a number. */
  largest(): number;
}

interface ScopeTapes {
  readonly over: "image" | "batch";
  readonly value: Tape;
  /** By stage: coefficients and the tape that makes them. */
  readonly stages: readonly { readonly list: readonly Coefficient[]; readonly tape: Tape }[];
}

function partOf(x: number, part: CoefficientPart): number {
  return part === "high" ? x : x - Math.fround(x);
}

/** Compiles what happens between the sweeps of a schedule. */
export function makeNumbers(plan: Plan, compiled: CompiledSchedule, chunk: number): Numbers {
  const chunks = Math.ceil(pixelsPerImage(plan.setting) / chunk);
  const { batch: count, channels } = plan.setting;
  const images = Array.from({ length: count }, () => new Float64Array(compiled.sumWidth));
  const batch = new Float64Array(compiled.sumWidth);
  const live = plan.setting.live ?? [];
  const given: Record<string, number> = { progress: 0 };
  for (const name of live) given[liveSymbol(name)] = Number.NaN;
  let largest = 0;
  const tapes = compiled.schedule.scopes.map(({ over, value }, scope): ScopeTapes => {
    const place: SumPlaceOf = (node) => compiled.sumPlace(node, scope);
    return {
      over,
      value: makeTape([value], channels, place, given),
      stages: compiled.programs.map((_, stage) => {
        const list = compiled.coefficients.list.filter((c) => c.scope === scope && c.stage === stage);
        const roots = list.map(({ expression }) => expression);
        return { list, tape: makeTape(roots, channels, place, given) };
      }),
    };
  });
  const { offset: validSlot } = compiled.sumPlace(validCount(), 0) as { offset: number | undefined };
  const isCounted = (row: Float64Array): boolean => validSlot === undefined || row[validSlot] !== 0;
  const share = (over: "image" | "batch", row: Float64Array): number => {
    if (!isCounted(row)) return 0;
    if (over === "batch") return 1;
    let counted = 0;
    for (const image of images) if (isCounted(image)) counted++;
    return 1 / counted;
  };
  return {
    begin: (progress, parameters) => {
      given.progress = progress;
      for (const name of live) given[liveSymbol(name)] = parameters[name];
      largest = 0;
      // A sum that is read before it is made would be that of the run before, in silence.
      for (const row of images) row.fill(Number.NaN);
      batch.fill(Number.NaN);
    },
    gather: (sums, offsets) => {
      for (const k of offsets) {
        batch[k] = 0;
        for (let image = 0; image < count; image++) {
          let sum = 0;
          for (let i = image * chunks; i < (image + 1) * chunks; i++) sum += sums[i * compiled.sumWidth + k];
          images[image][k] = sum;
          batch[k] += sum;
        }
      }
    },
    coefficients: (stage, to, width) => {
      for (const { over, stages } of tapes) {
        const { list, tape } = stages[stage];
        if (list.length === 0) continue;
        for (let image = 0; image < count; image++) {
          const row = over === "image" ? images[image] : batch;
          if (over === "image" || image === 0) tape.run(row, stage === 0 ? 1 : share(over, row));
          const isRegion = stage === 0 || isCounted(row);
          for (let i = 0; i < list.length; i++) {
            // A region without a valid pixel has no part in the loss; its pixels still need constants that mean something.
            const counts = isRegion || isConstant(list[i].expression);
            const values = tape.results[i];
            const at = image * width + list[i].index;
            for (let c = 0; c < values.length; c++) {
              const coefficient = counts ? partOf(values[c], list[i].part) : 0;
              largest = Math.max(largest, Math.abs(coefficient));
              to[at + c] = coefficient;
            }
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
    largest: () => largest,
  };
}
