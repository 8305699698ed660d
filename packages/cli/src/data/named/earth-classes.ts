/** Class indices of the earth set. */
export const EARTH_CLASSES: readonly string[] = ["land", "ocean", "inland water"];

const LAND = 0;
const OCEAN = 1;
const INLAND = 2;
const WATER_FROM = 128;

/**
 * Classes of a world map, [height, width], from its gray water mask: 128 and above is water, the largest 8-connected water
 * is ocean, other water is inland. The left and right edges meet at 180 degrees.
 */
export function earthClasses(gray: ArrayLike<number>, width: number, height: number): Uint8Array {
  const classes = Uint8Array.from(gray, (value) => (value >= WATER_FROM ? INLAND : LAND));
  for (const pixel of largestWater(classes, width, height)) classes[pixel] = OCEAN;
  return classes;
}

function largestWater(classes: Uint8Array, width: number, height: number): Int32Array {
  const seen = new Uint8Array(classes.length);
  let largest: Int32Array = new Int32Array(0);
  for (let start = 0; start < classes.length; start++) {
    if (seen[start] || classes[start] === LAND) continue;
    const water = flood(start, classes, seen, width, height);
    if (water.length > largest.length) largest = water;
  }
  return largest;
}

/** All water reached from a pixel; marks it as seen. */
function flood(
  start: number,
  classes: Uint8Array,
  seen: Uint8Array,
  width: number,
  height: number,
): Int32Array {
  const reached = [start];
  seen[start] = 1;
  for (let next = 0; next < reached.length; next++) {
    const x = reached[next] % width;
    const y = Math.floor(reached[next] / width);
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = x - 1; column <= x + 1; column++) {
        const pixel = row * width + ((column + width) % width);
        if (seen[pixel] || classes[pixel] === LAND) continue;
        seen[pixel] = 1;
        reached.push(pixel);
      }
    }
  }
  return Int32Array.from(reached);
}
