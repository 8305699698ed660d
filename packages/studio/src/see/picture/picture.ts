/** Pixels along each side. */
export const SIZE = 256;
export const PIXELS: number = SIZE * SIZE;
/** Label of pixels that are left out. */
export const IGNORED = 255;

/** Truth and prediction that losses compare: rows from the top, arrays of one value per pixel but for the logits. */
export interface Picture {
  /** 1: foreground and background by a sigmoid; 3: three classes by a softmax. */
  readonly channels: 1 | 3;
  /** [SIZE, SIZE, channels]. */
  readonly logits: Float32Array;
  /** Labels, IGNORED where a pixel is left out; of soft targets, 1 where they are above 1/2. */
  readonly truth: Uint8Array;
  /** Soft targets of one channel in place of labels; null: hard ones. */
  readonly soft: Float32Array | null;
  /** Which cell a pixel belongs to, 0 for none. */
  readonly cells: Uint8Array;
  /** Pixels across and down of the file that the truth was drawn from; absent where it was none. */
  readonly truthSize?: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture without foreground, in which the network says so with the logit -4. */
export function emptyPicture(channels: Picture["channels"] = 1): Picture {
  const logits = new Float32Array(PIXELS * channels).fill(-4);
  if (channels === 3) for (let i = 0; i < PIXELS; i++) logits[3 * i] = 4;
  return { channels, logits, truth: new Uint8Array(PIXELS), soft: null, cells: new Uint8Array(PIXELS) };
}

export function copyOf({ logits, truth, soft, cells, ...rest }: Picture): Picture {
  return {
    ...rest,
    logits: logits.slice(),
    truth: truth.slice(),
    soft: soft?.slice() ?? null,
    cells: cells.slice(),
  };
}
