/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Colours of classes: earthy and blue first, then hues that stand out; black where a class is called background. */
const CLASS_COLOURS: readonly Colour[] = [
  [214, 201, 164],
  [58, 108, 168],
  [214, 72, 84],
  [102, 160, 84],
  [236, 168, 50],
  [128, 92, 168],
  [88, 184, 184],
  [232, 132, 176],
  [140, 100, 72],
  [160, 164, 172],
];
const BACKGROUND: Colour = [38, 42, 52];
/** Where the truth is ignored. */
export const IGNORED: Colour = [128, 128, 128];

/** A colour for each class; more classes than colours get hues around the circle. */
export function classColours(classes: readonly string[]): Colour[] {
  const isBackground = /^background$/i.test(classes[0]);
  const many = classes.length > CLASS_COLOURS.length;
  // Beside a background the first class has the colour of the fifth, which stands out, and the fifth that of the second.
  const places = isBackground ? [0, 4, 2, 3, 1] : [];
  return classes.map((_, index) => {
    if (index === 0 && isBackground) return BACKGROUND;
    if (many) return hue((index * 360) / classes.length);
    return CLASS_COLOURS[places[index] ?? index];
  });
}

/** Colours of losses in curves and tables, legible on light and dark ground. */
const LOSS_COLOURS: readonly string[] = [
  "#4269d0",
  "#e0a000",
  "#e8604c",
  "#4fb0a0",
  "#3a9a48",
  "#e878a8",
  "#9a60e0",
  "#80a8e8",
  "#9c6b4e",
  "#8a8f98",
];

export function lossColour(index: number): string {
  return LOSS_COLOURS[index % LOSS_COLOURS.length];
}

export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Half saturated, medium light. */
function hue(degrees: number): Colour {
  const channel = (offset: number) => Math.round(140 + 80 * Math.cos(((degrees - offset) * Math.PI) / 180));
  return [channel(0), channel(120), channel(240)];
}
