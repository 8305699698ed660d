/** One image as it is trained on. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** [height, width, channels], 0 to 1. */
  readonly values: Float32Array;
}

/** One mask as it is trained on. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** [height, width], class indices or the ignored label. */
  readonly classes: Uint8Array | Uint16Array;
  readonly ignore?: number | undefined;
  /** [height, width], numbers of objects, 0 where none is; absent where the masks number none. */
  readonly objects?: ArrayLike<number> | undefined;
}
