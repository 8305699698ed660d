/** Label of what belongs to no class, in masks of bytes. */
export const LEFT_OUT = 255;

/** Masks as bytes: every label that is no class, the data set's ignored one among them, becomes `LEFT_OUT`. */
export function byteTargets(
  masks: Uint8Array | Uint16Array,
  classes: number,
  ignore: number | undefined,
): Uint8Array {
  const bytes = new Uint8Array(masks.length);
  for (let i = 0; i < masks.length; i++) {
    const label = masks[i];
    bytes[i] = label < classes && label !== ignore ? label : LEFT_OUT;
  }
  return bytes;
}
