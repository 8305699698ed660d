// The definitions, pixel by pixel, over all pairs: slow and obvious, the oracle of the fields' tests.

export interface Picture {
  readonly shape: readonly number[];
  readonly spacing: readonly number[];
  readonly values: Int32Array;
}

/** Coordinates of a pixel, first axis first. */
export function coordinates(index: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    at.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return at;
}

export function squaredDistance(a: number, b: number, { shape, spacing }: Picture): number {
  const from = coordinates(a, shape);
  const to = coordinates(b, shape);
  return from.reduce((sum, c, axis) => sum + ((c - to[axis]) * spacing[axis]) ** 2, 0);
}

/** Squared distance from a pixel to the nearest pixel that the test accepts. */
function squaredDistanceTo(pixel: number, picture: Picture, accepts: (value: number) => boolean): number {
  let least = Infinity;
  picture.values.forEach((value, other) => {
    if (accepts(value)) least = Math.min(least, squaredDistance(pixel, other, picture));
  });
  return least;
}

export function bruteSquaredDistances(picture: Picture): number[] {
  return Array.from(picture.values, (_, pixel) => squaredDistanceTo(pixel, picture, (value) => value !== 0));
}

/** Per pixel the squared distances to all cells, sorted, with two Infinities at the end. */
export function bruteCellDistances(picture: Picture): number[][] {
  const cells = [...new Set(picture.values)].filter((label) => label !== 0);
  return Array.from(picture.values, (_, pixel) => {
    const distances = cells.map((cell) => squaredDistanceTo(pixel, picture, (value) => value === cell));
    return [...distances.sort((a, b) => a - b), Infinity, Infinity];
  });
}

export interface Adjacency {
  readonly connectivity: "face" | "edges" | "full";
  readonly wrap: readonly boolean[];
}

/** Flood fill from each pixel that has no label yet, asking every pixel whether it is a neighbour. */
export function bruteComponents(picture: Picture, adjacency: Adjacency): { labels: number[]; count: number } {
  const labels = Array.from(picture.values, () => 0);
  let count = 0;
  picture.values.forEach((value, start) => {
    if (value === 0 || labels[start] !== 0) return;
    const queue = [start];
    labels[start] = ++count;
    for (const pixel of queue) {
      picture.values.forEach((other, next) => {
        if (other !== value || labels[next] !== 0 || !areNeighbours(pixel, next, picture.shape, adjacency))
          return;
        labels[next] = count;
        queue.push(next);
      });
    }
  });
  return { labels, count };
}

function areNeighbours(a: number, b: number, shape: readonly number[], adjacency: Adjacency): boolean {
  const to = coordinates(b, shape);
  const steps = coordinates(a, shape).map((c, axis) => {
    const step = Math.abs(c - to[axis]);
    return adjacency.wrap[axis] ? Math.min(step, shape[axis] - step) : step;
  });
  const moved = steps.filter((step) => step > 0).length;
  return Math.max(...steps) === 1 && moved <= { face: 1, edges: 2, full: 3 }[adjacency.connectivity];
}
