/** Colours as [red, green, blue], 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The colours of maps in one mode. */
export interface Palette {
  /** Where the loss wants p to fall, at full strength. */
  readonly falls: Rgb;
  /** Where nothing is wanted. */
  readonly middle: Rgb;
  /** Where the loss wants p to rise. */
  readonly rises: Rgb;
  /** p = 0 and p = 1. */
  readonly background: Rgb;
  readonly foreground: readonly [Rgb, Rgb];
  /** Outline of the truth, and the hatching of pixels that are left out. */
  readonly truth: Rgb;
  readonly ignored: Rgb;
}

/** Orange against blue, told apart by every kind of colour vision; the middle is that of the page. */
export const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    falls: [179, 71, 0],
    middle: [250, 250, 250],
    rises: [0, 84, 166],
    background: [244, 245, 246],
    foreground: [
      [64, 84, 92],
      [126, 87, 160],
    ],
    truth: [214, 69, 65],
    ignored: [150, 150, 150],
  },
  dark: {
    falls: [255, 159, 67],
    middle: [30, 31, 36],
    rises: [90, 176, 255],
    background: [32, 34, 39],
    foreground: [
      [186, 206, 212],
      [190, 150, 226],
    ],
    truth: [255, 120, 108],
    ignored: [110, 112, 118],
  },
};
