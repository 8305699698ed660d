/** Different probabilities, the greatest first, and the pixels of a class and of others at each. */
export interface Levels {
  readonly values: Float64Array;
  readonly right: Float64Array;
  readonly wrong: Float64Array;
}

/** @param inClass 1 for a value of a pixel of the class, else 0 */
export function levelsOf(values: Float64Array, inClass: ArrayLike<number>): Levels {
  const of = (wanted: number) => values.filter((_, k) => inClass[k] === wanted).sort();
  return mergedLevels(counted(of(1), true), counted(of(0), false));
}

function counted(sorted: Float64Array, inClass: boolean): Levels {
  const values = new Float64Array(sorted.length);
  const pixels = new Float64Array(sorted.length);
  let count = 0;
  for (let k = sorted.length - 1; k >= 0; k--) {
    if (count === 0 || values[count - 1] !== sorted[k]) values[count++] = sorted[k];
    pixels[count - 1]++;
  }
  const none = new Float64Array(count);
  const some = pixels.slice(0, count);
  return { values: values.slice(0, count), right: inClass ? some : none, wrong: inClass ? none : some };
}

/** Both together, in time linear in their lengths. */
export function mergedLevels(a: Levels, b: Levels): Levels {
  const most = a.values.length + b.values.length;
  const [values, right, wrong] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  let count = 0;
  for (let i = 0, j = 0; i < a.values.length || j < b.values.length; count++) {
    const value = Math.max(a.values[i] ?? -Infinity, b.values[j] ?? -Infinity);
    values[count] = value;
    if (a.values[i] === value) {
      right[count] += a.right[i];
      wrong[count] += a.wrong[i++];
    }
    if (b.values[j] === value) {
      right[count] += b.right[j];
      wrong[count] += b.wrong[j++];
    }
  }
  return { values: values.slice(0, count), right: right.slice(0, count), wrong: wrong.slice(0, count) };
}
