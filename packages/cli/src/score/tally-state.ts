import type { Unit } from "@segloss/io";
import { type ExactSum, exactSum } from "segloss/metrics";
import { addPixels, type ClassMean, type KeptScores } from "./kept-scores.ts";
import type { ImageRow } from "./score-result.ts";

type Label = number | string;

/** What a tally holds, as plain data: counts and exact sums, so that it makes no difference which pairs were added up where. */
export interface TallyState {
  readonly pixels: readonly (readonly [truth: number, predicted: number, pixels: number])[];
  readonly rows: readonly ImageRow[];
  /** Per metric the classes, with the parts of an exact sum. */
  readonly means: readonly (readonly (readonly [
    label: Label,
    parts: readonly number[],
    images: number,
    infinite: boolean,
  ])[])[];
  readonly sums: readonly (readonly (readonly [label: Label, parts: readonly (readonly number[])[]])[])[];
  readonly ignored: readonly number[];
  readonly strangers: readonly number[];
  readonly things: readonly number[];
  readonly units: readonly (Unit | null)[];
  readonly surplus: readonly number[];
  readonly names: readonly (readonly [label: number, name: string])[];
}

export function stateOf(kept: KeptScores): TallyState {
  return {
    pixels: [...kept.pixels.values()].map(
      ({ truth, predicted, pixels }) => [truth, predicted, pixels] as const,
    ),
    rows: kept.rows,
    means: kept.means.map((classes) =>
      [...classes].map(
        ([label, { finite, images, infinite }]) => [label, finite.toJSON(), images, infinite] as const,
      ),
    ),
    sums: kept.sums.map((classes) =>
      [...classes].map(([label, sums]) => [label, sums.map((sum) => sum.toJSON())] as const),
    ),
    ...{ ignored: [...kept.ignored], strangers: [...kept.strangers], things: [...kept.things] },
    ...{ units: [...kept.units].map((unit) => unit ?? null), surplus: kept.surplus, names: [...kept.names] },
  };
}

/** Adds a state to what is kept. */
export function mergeState(kept: KeptScores, state: TallyState): void {
  for (const [truth, predicted, pixels] of state.pixels) addPixels(kept.pixels, { truth, predicted, pixels });
  for (const row of state.rows) kept.rows.push(row);
  for (const [m, classes] of state.means.entries())
    for (const [label, parts, images, infinite] of classes)
      mergeMean(kept.means[m], label, { parts, images, infinite });
  for (const [m, classes] of state.sums.entries())
    for (const [label, parts] of classes) mergeSums(kept.sums[m], label, parts);
  for (const label of state.ignored) kept.ignored.add(label);
  for (const label of state.strangers) kept.strangers.add(label);
  for (const label of state.things) kept.things.add(label);
  for (const unit of state.units) kept.units.add(unit ?? undefined);
  for (const pixels of state.surplus) kept.surplus.push(pixels);
  for (const [label, name] of state.names) kept.names.set(label, name);
}

function mergeMean(
  means: Map<Label, ClassMean>,
  label: Label,
  {
    parts,
    images,
    infinite,
  }: { readonly parts: readonly number[]; readonly images: number; readonly infinite: boolean },
): void {
  const mean = means.get(label) ?? { finite: exactSum(), images: 0, infinite: false };
  means.set(label, mean);
  mean.images += images;
  mean.infinite ||= infinite;
  for (const part of parts) mean.finite.add(part);
}

function mergeSums(all: Map<Label, ExactSum[]>, label: Label, parts: readonly (readonly number[])[]): void {
  const sums = all.get(label) ?? parts.map(() => exactSum());
  all.set(label, sums);
  for (const [k, own] of parts.entries()) for (const part of own) sums[k].add(part);
}
