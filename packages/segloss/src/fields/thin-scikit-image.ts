import { pixelsInside, stillInside } from "./pixels-inside.ts";

/** Neighbours in the order of their bits. */
const NAMES = ["NW", "N", "NE", "E", "SE", "S", "SW", "W"] as const;

/**
 * Where scikit-image's table departs from the conditions of Zhang and Suen: neighbours, and the halves of a round in which
 * a pixel that has exactly those goes: 1 the first, 2 the second, 3 both, 0 neither.
 */
const DEPARTURES: Readonly<Record<string, number>> = {
  "NW N": 1,
  "N NE": 1,
  "NE E": 1,
  "N NE E": 1,
  "NW N W": 1,
  "NW N E": 1,
  "N SW W": 1,
  "N NE W": 1,
  "NW S W": 1,
  "N NE SW W": 1,
  "E SE": 2,
  "E SE S": 2,
  "S SW": 2,
  "SW W": 2,
  "S SW W": 2,
  "N E SE": 2,
  "E S SW": 2,
  "NE E S SW": 2,
  "SE S W": 2,
  "N E": 3,
  "E S": 3,
  "N W": 3,
  "S W": 3,
  "SE S": 0,
  "NW W": 0,
};

/**
 * Thins a slice with an empty frame, in place, to the pixels that scikit-image's `skeletonize` leaves of an image (0.26,
 * method "zhang", its default in 2-D): Zhang and Suen's two halves with some conditions changed. Corners of an L go, which
 * the article keeps; lines two pixels wide along a diagonal vanish here as there.
 */
export function thinScikitImage(slice: Uint8Array, stride: number): void {
  const halves = halvesOfNeighbours();
  const around = [-stride - 1, -stride, 1 - stride, 1, stride + 1, stride, stride - 1, -1];
  let inside = pixelsInside(slice);
  for (let before = -1; before !== inside.length; ) {
    before = inside.length;
    for (const half of [1, 2]) {
      const off = inside.filter((i) => halves[neighboursOf(slice, i, around)] & half);
      for (const i of off) slice[i] = 0;
      inside = stillInside(slice, inside);
    }
  }
}

function neighboursOf(slice: Uint8Array, at: number, around: readonly number[]): number {
  let bits = 0;
  for (let k = 0; k < 8; k++) bits |= slice[at + around[k]] << k;
  return bits;
}

/** For each of the 256 neighbourhoods the halves in which a pixel goes. */
function halvesOfNeighbours(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, bits) => {
    const named = NAMES.filter((_, k) => bits & (1 << k));
    return DEPARTURES[named.join(" ")] ?? zhangSuen(new Set(named));
  });
}

/** The conditions of the article. */
function zhangSuen(inside: ReadonlySet<(typeof NAMES)[number]>): number {
  const rises = NAMES.filter((name, k) => inside.has(name) && !inside.has(NAMES[(k + 7) % 8])).length;
  if (inside.size < 2 || inside.size > 6 || rises !== 1) return 0;
  const [n, e, s, w] = (["N", "E", "S", "W"] as const).map((name) => inside.has(name));
  const first = !(n && e && s) && !(e && s && w);
  const second = !(n && e && w) && !(n && s && w);
  return Number(first) + 2 * Number(second);
}
