import { type Axes, CLASS, type Expression, NO_AXES, number, PIXEL, symbol } from "../formula/expression.ts";
import { HARD_TARGET, SOFT_TARGET } from "../formula/targets.ts";
import { leavesOut, type Setting } from "./setting.ts";

/**
 * The symbols that every engine supplies besides fields and maps: `z`, `y` (or `ysoft`), `w` pixel weight with 0 for
 * ignored pixels, `v` 1 for valid pixels, `pixelCount`, `classCount`, `regionShare`.
 */
export interface PlanSymbols {
  prediction(name: string, axes: Axes): Expression;
  truth(): Expression;
  /** Pixel weight; the number 1 when every pixel counts once. */
  weight(): Expression;
  /** 1 for a valid pixel; the number 1 when all are. */
  valid(): Expression;
  /** Weight of the region in the average over regions: 0 where no pixel is valid. */
  regionShare(over: "image" | "batch"): Expression;
}

/** A binary problem has no class axis. */
export function predictionAxes(setting: Setting): Axes {
  return setting.channels === 1 ? PIXEL : ((PIXEL | CLASS) as Axes);
}

export function planSymbols(setting: Setting): PlanSymbols {
  const ignoring = leavesOut(setting);
  return {
    prediction: (name, axes) => symbol(name, axes),
    truth: () => symbol(setting.targets === "indices" ? HARD_TARGET : SOFT_TARGET, predictionAxes(setting)),
    weight: () => (setting.weighted || ignoring ? symbol("w", PIXEL) : number(1)),
    valid: () => (ignoring ? symbol("v", PIXEL) : number(1)),
    regionShare: (over) => {
      if (ignoring || (setting.sizes === "any" && over === "image")) return symbol("regionShare", NO_AXES);
      return number(over === "image" ? 1 / setting.batch : 1);
    },
  };
}
