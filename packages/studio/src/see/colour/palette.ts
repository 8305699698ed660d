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
  /** p = 0. */
  readonly background: Rgb;
  /** p = 1 of the foreground, or of class 1 and of class 2. */
  readonly foreground: readonly [Rgb, Rgb];
  /** Hatching of pixels that are left out. */
  readonly ignored: Rgb;
}

/** Orange against blue, told apart by every kind of colour vision, as the curves of the site; the middle is nearly the page's. */
export const PALETTES: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    falls: [179, 56, 10],
    middle: [248, 248, 250],
    rises: [29, 78, 216],
    background: [242, 243, 245],
    foreground: [
      [74, 82, 96],
      [150, 96, 170],
    ],
    ignored: [158, 163, 172],
  },
  dark: {
    falls: [255, 154, 107],
    middle: [26, 29, 35],
    rises: [143, 178, 255],
    background: [30, 33, 40],
    foreground: [
      [184, 192, 205],
      [200, 150, 220],
    ],
    ignored: [96, 103, 115],
  },
};
