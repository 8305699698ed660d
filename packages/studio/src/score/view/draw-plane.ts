import type { MaskView } from "@segloss/cli/score";
import { mixed, word } from "../../see/colour/map-colours.ts";
import type { Palette } from "../../see/colour/palette.ts";
import { labelColour } from "./label-colour.ts";
import type { Plane } from "./plane.ts";

/** What of a pair is drawn. */
export type Layer = "error" | "predicted" | "truth";

/** How a pixel came out. */
export type Verdict = "background" | "agreed" | "missed" | "extra" | "otherClass" | "leftOut";

/** Compares a pixel of two masks as scoring does. */
export function verdictAt({ predicted, truth, unlike, ignore }: MaskView, i: number): Verdict {
  const [p, t] = [predicted[i] ?? 0, truth[i] ?? 0];
  if (ignore.includes(t)) return "leftOut";
  if (p === t && unlike?.[i] !== 1) return t === 0 ? "background" : "agreed";
  if (p === 0) return "missed";
  return t === 0 ? "extra" : "otherClass";
}

/** The colour of each verdict, for pictures and their legend. */
export function verdictColours(
  palette: Palette,
): Readonly<Record<Verdict, readonly [number, number, number]>> {
  const { background, foreground, rises, falls, ignored } = palette;
  return {
    background,
    agreed: mixed(background, foreground[0], 0.8),
    missed: rises,
    extra: falls,
    otherClass: foreground[1],
    leftOut: ignored,
  };
}

/** Draws a slice, pixel for pixel. Pixels that are left out are hatched in every layer. */
export function drawPlane(
  into: Uint32Array,
  view: MaskView,
  plane: Plane,
  layer: Layer,
  palette: Palette,
): void {
  const verdicts = verdictColours(palette);
  const hatch = [word(palette.ignored), word(mixed(palette.background, palette.ignored, 0.35))] as const;
  const words = new Map<number, number>();
  const labelWord = (label: number) => {
    const found = words.get(label) ?? word(labelColour(label, palette));
    words.set(label, found);
    return found;
  };
  const data = layer === "truth" ? view.truth : view.predicted;
  const verdictWords = Object.fromEntries(Object.entries(verdicts).map(([name, rgb]) => [name, word(rgb)]));
  for (let y = 0; y < plane.height; y++)
    for (let x = 0; x < plane.width; x++) {
      const i = plane.indexOf(x, y);
      const verdict = verdictAt(view, i);
      const shown =
        verdict === "leftOut" && layer !== "predicted"
          ? hatch[(x + y) % 4 < 2 ? 0 : 1]
          : layer === "error"
            ? verdictWords[verdict]
            : labelWord(data[i] ?? 0);
      into[y * plane.width + x] = shown ?? 0;
    }
}
