import { DEPTHS_PER_PIXEL, widthOf } from "../facts/depth-facts.ts";
import type { ClassSummary } from "../inspection.ts";
import type { SeenTruth } from "../see/seen-set.ts";
import { sum } from "./sum.ts";

export function classSummaries(
  images: readonly SeenTruth[],
  classes: readonly string[],
  groups: readonly string[],
): ClassSummary[] {
  const known = sum(images.map(knownPixels));
  return classes.map((name, label) => summaryOf(name, label, images, groups, known));
}

function summaryOf(
  name: string,
  label: number,
  images: readonly SeenTruth[],
  groups: readonly string[],
  known: number,
): ClassSummary {
  const holds = images.map(({ mask }) => mask.counts.pixels[label] > 0);
  const holders = images.filter((_, i) => holds[i]);
  const counts = holders.map(({ mask }) => mask.counts);
  const pixels = sum(counts.map((one) => one.pixels[label]));
  const depths = holders.flatMap(({ mask }) => mask.depths[label] ?? []);
  const deep = sum(depths.map((one) => one.pixels));
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
  return {
    ...{ name, images: holders.length, pixels, share: share(pixels, known) },
    groups: new Set(groups.filter((_, i) => holds[i])).size,
    shareWhereItIs: share(pixels, sum(holders.map(knownPixels))),
    width: deep > 0 ? widthOf(deep, sum(depths.map((one) => one.sum))) : null,
    depth: deep > 0 ? depthOf(depths.map((one) => one.histogram)) : null,
    elongation: label > 0 && deep > 0 ? sum(depths.map((one) => one.elongation)) / deep : null,
    within1: share(sum(counts.map((one) => one.within1[label])), pixels),
    within2: share(sum(counts.map((one) => one.within2[label])), pixels),
    objects: sum(holders.map(({ mask }) => mask.objects.classes.filter((one) => one === label).length)),
  };
}

function knownPixels({ mask }: SeenTruth): number {
  return sum(mask.counts.pixels);
}

/** The least depth, in half pixels, that 99 of 100 pixels do not exceed. */
function depthOf(histograms: readonly Uint32Array[]): number {
  const counts = Array.from(histograms[0], (_, k) => sum(histograms.map((one) => one[k])));
  const enough = 0.99 * sum(counts);
  let [place, below] = [0, counts[0]];
  while (below < enough) below += counts[++place];
  return place / DEPTHS_PER_PIXEL;
}
