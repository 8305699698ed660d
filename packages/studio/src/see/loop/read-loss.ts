import { type CompileOptions, checkLoss, type Loss, type LossProblem, needs, parseLoss } from "segloss";
import { IGNORED, type Picture, SIZE } from "../picture/picture.ts";

/** What losses are compiled for. */
export function optionsOf({ channels, soft, truth }: Picture): CompileOptions {
  return {
    shape: [1, SIZE, SIZE, channels],
    targets: soft ? "soft" : "indices",
    ...(!soft && truth.includes(IGNORED) && { ignore: IGNORED }),
  };
}

/** A loss as somebody wrote it: one that can run here, or what is wrong with it. */
export type ReadLoss =
  | { readonly text: string; readonly loss: Loss; readonly problem: null }
  | { readonly text: string; readonly loss: null; readonly problem: LossProblem };

/** Reads the text of a loss for a picture. */
export function readLoss(text: string, options: CompileOptions): ReadLoss {
  const problem = checkLoss(text, options) ?? missing(text);
  return problem ? { text, loss: null, problem } : { text, loss: parseLoss(text), problem: null };
}

/** What the page has not: maps of the user's. */
function missing(text: string): LossProblem | null {
  const { maps } = needs(text);
  if (maps.length === 0) return null;
  const problem = `This page has no pixel maps to give to "${maps.join('", "')}": leave maps out.`;
  return { problem, from: 0, to: text.length };
}

/** Whether the loss ranks pixels, so that its slopes at equal pixels are a choice. */
export function ranksPixels({ terms }: Loss): boolean {
  const formulas = terms.flatMap(({ formula }) =>
    typeof formula === "string" ? [formula] : [formula.sigmoid, formula.softmax],
  );
  return formulas.some((formula) => /\b(lovasz|hardest)\(/.test(formula));
}
