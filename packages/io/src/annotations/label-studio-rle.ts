/**
 * The bytes of Label Studio's brush: RGBA of the image, packed bit by bit. After 32 bits of the number of values and 5 bits of
 * their size less one come four sizes of counts (4 bits each, less one); then blocks of one bit (1: one value repeated, 0: values in turn), two bits that
 * choose a size of count, the count less one, and the value or values.
 *
 * Written after a description of the format of @thi.ng/rle-pack, which the editor uses.
 *
 * @returns the values; the mask is where the fourth of each pixel, alpha, is not 0
 * @throws Error when the bits end early or hold more than `most` values
 */
export function unpackBrush(bytes: readonly number[], most: number): Uint8Array {
  let at = 0;
  const take = (bits: number) => {
    if (at + bits > 8 * bytes.length) throw new Error("its brush strokes (rle) end early");
    let value = 0;
    for (let k = 0; k < bits; k++, at++) value = value * 2 + ((bytes[at >> 3] >> (7 - (at & 7))) & 1);
    return value;
  };
  const count = take(32);
  if (count > most)
    throw new Error(`its brush strokes (rle) claim ${count} values, expected ${most}: four for each pixel`);
  const word = take(5) + 1;
  const sizes = [take(4) + 1, take(4) + 1, take(4) + 1, take(4) + 1];
  const values = new Uint8Array(count);
  for (let to = 0; to < count; ) {
    const repeated = take(1) === 1;
    const length = take(sizes[take(2)]) + 1;
    const end = Math.min(count, to + length);
    if (repeated) values.fill(take(word), to, end);
    else for (let k = to; k < end; k++) values[k] = take(word);
    to = end;
  }
  return values;
}
