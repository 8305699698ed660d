import { pixelsInside, stillInside } from "./pixels-inside.ts";
import { neighbours } from "./voxel-neighbours.ts";

/** Neighbours in the order of their bits. */
const NAMES = ["NW", "N", "NE", "E", "SE", "S", "SW", "W"] as const;
type Name = (typeof NAMES)[number];

/**
 * Takes the border off a slice with an empty frame, in place, until nothing goes: rounds of two halves, in each of which
 * pixels go together.
 *
 * @param halves in which halves a pixel with those neighbours goes: 1 the first, 2 the second, 3 both, 0 neither
 * @param stays pixels that stay all the same
 */
export function thinInHalves(
  slice: Uint8Array,
  stride: number,
  halves: (neighbours: readonly Name[]) => number,
  stays: (at: number) => boolean = () => false,
): void {
  const goes = Uint8Array.from({ length: 256 }, (_, bits) =>
    halves(NAMES.filter((_name, k) => bits & (1 << k))),
  );
  const around = [-stride - 1, -stride, 1 - stride, 1, stride + 1, stride, stride - 1, -1];
  let inside = pixelsInside(slice);
  for (let before = -1; before !== inside.length; ) {
    before = inside.length;
    for (const half of [1, 2]) {
      const off = inside.filter((i) => goes[neighbours(slice, i, around)] & half && !stays(i));
      for (const i of off) slice[i] = 0;
      inside = stillInside(slice, inside);
    }
  }
}

/**
 * In which halves a pixel goes by the conditions of T. Y. Zhang, C. Y. Suen, "A fast parallel algorithm for thinning
 * digital patterns", Communications of the ACM 27 (3), 1984.
 */
export function zhangSuen(named: readonly Name[]): number {
  const has = (name: Name): boolean => named.includes(name);
  const rises = NAMES.filter((name, k) => has(name) && !has(NAMES[(k + 7) % 8])).length;
  if (named.length < 2 || named.length > 6 || rises !== 1) return 0;
  const [n, e, s, w] = (["N", "E", "S", "W"] as const).map(has);
  const first = !(n && e && s) && !(e && s && w);
  const second = !(n && e && w) && !(n && s && w);
  return Number(first) + 2 * Number(second);
}
