/** Whole numbers of pixels: class indices or object numbers. */
export type LabelArray = Uint8Array | Uint16Array | Int32Array;
