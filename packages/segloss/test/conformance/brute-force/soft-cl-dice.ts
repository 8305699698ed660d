import { averageOverClasses, type Region, weightedSum } from "./region.ts";

type Coordinates = readonly number[];
type Picture = (at: Coordinates) => number | undefined;

interface ClDiceOptions {
  readonly iterations?: number;
  readonly smooth?: number;
}

export function softClDice(region: Region, { iterations = 3, smooth = 1 }: ClDiceOptions): number {
  return averageOverClasses(region, (c) => {
    const predicted = skeletons(region, iterations, (x) => x.p[c]);
    const truth = skeletons(region, iterations, (x) => x.y[c]);
    const precision =
      (weightedSum(region, (x) => predicted(x) * x.y[c]) + smooth) /
      (weightedSum(region, predicted) + smooth);
    const sensitivity =
      (weightedSum(region, (x) => truth(x) * x.p[c]) + smooth) / (weightedSum(region, truth) + smooth);
    return 1 - (2 * precision * sensitivity) / (precision + sensitivity);
  });
}

type PixelOf = Region["pixels"][number];

/** The soft skeleton at a pixel, each image on its own; pixels that are left out are 0. */
function skeletons(region: Region, iterations: number, of: (x: PixelOf) => number): (x: PixelOf) => number {
  const found = new Map<PixelOf, number>();
  for (const image of new Set(region.pixels.map((x) => x.image))) {
    const pixels = region.pixels.filter((x) => x.image === image);
    const values = new Map(pixels.map((x) => [x.index, of(x)]));
    const picture: Picture = (at) => {
      const index = indexOf(at, region.space);
      return index === undefined ? undefined : (values.get(index) ?? 0);
    };
    const skeleton = skeletonOf(picture, region.space, iterations);
    for (const x of pixels) found.set(x, skeleton[x.index]);
  }
  return (x) => found.get(x) as number;
}

function skeletonOf(picture: Picture, space: readonly number[], iterations: number): number[] {
  let current = picture;
  let rest = everywhere(space).map(() => 1);
  for (let k = 0; k <= iterations; k++) {
    const eroded = remembered(
      (at) => best(Math.min, current, at, (step) => step.filter((s) => s !== 0).length < 2),
      space,
    );
    const opened = everywhere(space).map((at) => best(Math.max, eroded, at, () => true));
    const before = current;
    // 1 - skeleton is the product of what is left by each level.
    rest = rest.map((left, i) => left * (1 - Math.max(0, before(everywhere(space)[i])! - opened[i])));
    current = eroded;
  }
  return rest.map((left) => 1 - left);
}

/** Smallest or largest of a picture over the steps of -1, 0 and 1 along each axis that are allowed. */
function best(
  choose: (...values: number[]) => number,
  picture: Picture,
  at: Coordinates,
  allowed: (step: Coordinates) => boolean,
): number {
  const steps = at.reduce<Coordinates[]>(
    (all, _) => all.flatMap((s) => [-1, 0, 1].map((d) => [...s, d])),
    [[]],
  );
  const values = steps.filter(allowed).map((step) => picture(at.map((x, axis) => x + step[axis])));
  return choose(...values.filter((value) => value !== undefined));
}

function remembered(of: (at: Coordinates) => number, space: readonly number[]): Picture {
  const values = everywhere(space).map(of);
  return (at) => {
    const index = indexOf(at, space);
    return index === undefined ? undefined : values[index];
  };
}

function everywhere(space: readonly number[]): Coordinates[] {
  return space.reduce<Coordinates[]>(
    (all, n) => all.flatMap((at) => Array.from({ length: n }, (_, i) => [...at, i])),
    [[]],
  );
}

function indexOf(at: Coordinates, space: readonly number[]): number | undefined {
  if (at.some((x, axis) => x < 0 || x >= space[axis])) return undefined;
  return at.reduce((index, x, axis) => index * space[axis] + x, 0);
}
