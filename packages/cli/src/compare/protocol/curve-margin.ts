import type { Plan } from "./plan.ts";

/** A difference of Dice that does not matter where the measure that ranks is in another unit. */
const USUAL = 0.01;

/** The margin of a plan for what is judged by Dice on the way, curves and screens: that of a distance (HD95) says nothing of shares. */
export function curveMargin({ rank, margin }: Pick<Plan, "rank" | "margin">): number {
  return rank === "hd95" ? USUAL : margin;
}
