import type { Random } from "../random.ts";

/** A deformed ellipse: its outline is at `axes` times `1 + sum of amplitude * cos(order * angle + phase)`. */
export interface Nucleus {
  x: number;
  y: number;
  /** Half axes in pixels. */
  axes: readonly [number, number];
  /** Turn of the first axis, radians. */
  turn: number;
  waves: readonly { order: number; amplitude: number; phase: number }[];
  /** Emitted light; 1 is typical. */
  brightness: number;
}

const MEAN_RADIUS = 8;
const SPREAD_OF_RADIUS = 0.15;
const LONGEST_TO_SHORTEST = 1.5;
const AMPLITUDES = [0.08, 0.05, 0.03];
const SPREAD_OF_BRIGHTNESS = 0.35;
const LARGEST_CLUSTER = 7;
// Touching nuclei press against each other, so their centres are a little nearer than their radii.
const NEAREST = 0.88;
const TOUCHING = 0.95;
const TRIES = 12;

/** Draws nuclei in whole clusters until their areas together reach 15 to 35 % of the square (drawn per image). */
export function placeNuclei(size: number, source: Random): Nucleus[] {
  const wanted = source.between(0.15, 0.35) * size * size;
  const nuclei: Nucleus[] = [];
  let covered = 0;
  for (let tries = 0; covered < wanted && tries < size; tries++) {
    const cluster = growCluster(nuclei, size, source);
    nuclei.push(...cluster);
    covered += cluster.reduce((area, { axes: [a, b] }) => area + Math.PI * a * b, 0);
  }
  return nuclei;
}

/** A first nucleus anywhere and up to six more, each touching one of the cluster. */
function growCluster(others: readonly Nucleus[], size: number, source: Random): Nucleus[] {
  const members = 1 + source.integer(LARGEST_CLUSTER);
  const first = drawNucleus(source.between(0, size), source.between(0, size), source);
  if (!isFree(first, others)) return [];
  const cluster = [first];
  for (let tries = 0; cluster.length < members && tries < TRIES; tries++) {
    const next = drawNeighbour(cluster[source.integer(cluster.length)], source);
    if (isInside(next, size) && isFree(next, [...others, ...cluster])) cluster.push(next);
  }
  return cluster;
}

function drawNucleus(x: number, y: number, source: Random): Nucleus {
  const radius = MEAN_RADIUS * Math.exp(SPREAD_OF_RADIUS * source.normal());
  const stretch = Math.sqrt(source.between(1, LONGEST_TO_SHORTEST));
  return {
    x,
    y,
    axes: [radius * stretch, radius / stretch],
    turn: source.between(0, Math.PI),
    waves: AMPLITUDES.map((amplitude, i) => ({
      order: i + 2,
      amplitude: amplitude * source.uniform(),
      phase: source.between(0, 2 * Math.PI),
    })),
    brightness: Math.exp(SPREAD_OF_BRIGHTNESS * source.normal()),
  };
}

/** A nucleus that touches the given one, in a random direction. */
function drawNeighbour(nucleus: Nucleus, source: Random): Nucleus {
  const next = drawNucleus(0, 0, source);
  const direction = source.between(0, 2 * Math.PI);
  const distance = TOUCHING * (reach(nucleus, direction) + reach(next, direction + Math.PI));
  return {
    ...next,
    x: nucleus.x + distance * Math.cos(direction),
    y: nucleus.y + distance * Math.sin(direction),
  };
}

function isFree(nucleus: Nucleus, others: readonly Nucleus[]): boolean {
  return others.every((other) => {
    const [dx, dy] = [other.x - nucleus.x, other.y - nucleus.y];
    const direction = Math.atan2(dy, dx);
    return Math.hypot(dx, dy) > NEAREST * (reach(nucleus, direction) + reach(other, direction + Math.PI));
  });
}

function isInside({ x, y }: Nucleus, size: number): boolean {
  return x >= 0 && y >= 0 && x < size && y < size;
}

/** Distance from the centre to the outline in a direction of the image. */
export function reach(nucleus: Nucleus, direction: number): number {
  const angle = direction - nucleus.turn;
  const [a, b] = nucleus.axes;
  const ellipse = 1 / Math.sqrt((Math.cos(angle) / a) ** 2 + (Math.sin(angle) / b) ** 2);
  let wave = 1;
  for (const { order, amplitude, phase } of nucleus.waves)
    wave += amplitude * Math.cos(order * angle + phase);
  return ellipse * wave;
}
