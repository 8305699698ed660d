import type { ImageSource } from "../data/image-source.ts";
import type { Advice } from "./advice/advice-kind.ts";
import { seeTruths } from "./see/see-truths.ts";
import { adviceOf, summariseTruth } from "./summarise.ts";

/** What the masks of an open set mean for losses: the same as `inspect` says, without a look at its pixels. */
export async function inspectTruth(
  source: ImageSource,
  onImage?: (index: number) => void,
): Promise<readonly Advice[]> {
  const truths = await seeTruths(source, onImage);
  const groups = truths.images.map(({ group }) => group);
  return adviceOf(summariseTruth(truths, { groups, rule: "set", note: "" }));
}
