/** Indices of the pixels that are 1, in order. */
export function pixelsInside(pixels: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < pixels.length; i++) count += pixels[i];
  const inside = new Int32Array(count);
  for (let i = 0, k = 0; i < pixels.length; i++) if (pixels[i]) inside[k++] = i;
  return inside;
}

/** Those of them that are still 1, in the same memory. */
export function stillInside(pixels: Uint8Array, inside: Int32Array): Int32Array {
  let count = 0;
  for (let k = 0; k < inside.length; k++) if (pixels[inside[k]]) inside[count++] = inside[k];
  return inside.subarray(0, count);
}
