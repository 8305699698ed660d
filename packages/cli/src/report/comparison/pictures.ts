/** Pictures of some images, as PNG. */
export interface Pictures {
  /** Fingerprint of the data that they were drawn from. */
  readonly fingerprint: string;
  /** Colour of each class, red, green, blue, 0 to 255. */
  readonly colours: readonly (readonly [number, number, number])[];
  readonly images: readonly PicturedImage[];
}

export interface PicturedImage {
  /** Index of the image. */
  readonly image: number;
  /** Why it was chosen, in a line. */
  readonly why: string;
  readonly photograph: Uint8Array;
  readonly truth: Uint8Array;
  readonly predictions: readonly PicturedPrediction[];
}

export interface PicturedPrediction {
  /** The loss as text: its place may change where runs are joined. */
  readonly loss: string;
  readonly classes: Uint8Array;
  /** Right, missed, extra, another class: see `errorAt`. */
  readonly errors: Uint8Array;
}

/** Of a comparison whose images must not leave, or are not at hand. */
export const NO_PICTURES: Pictures = { fingerprint: "", colours: [], images: [] };
