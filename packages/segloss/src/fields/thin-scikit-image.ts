import { thinInHalves, zhangSuen } from "./thin-in-halves.ts";

/**
 * Where scikit-image's table departs from the conditions of Zhang and Suen: neighbours, and the halves of a round in which
 * a pixel that has exactly those goes.
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
  thinInHalves(slice, stride, (named) => DEPARTURES[named.join(" ")] ?? zhangSuen(named));
}
