import { type OpenedSet, splitOf } from "@segloss/cli/training";
import type { OpenedData } from "./messages.ts";
import { shownImage, shownOf } from "./shown-images.ts";

/** What the page is told of a set, divided by a seed. */
export function openedData(set: OpenedSet, seed: number): OpenedData {
  const { source, facts, passedOver = [] } = set;
  const { train, validation, test } = splitOf(set, seed);
  const { name, classes, channels, images } = source;
  return {
    ...{ name, classes, channels, notes: facts.notes, passedOver },
    ignoring: source.ignore !== undefined,
    hasObjects: images.every(({ hasObjects }) => hasObjects),
    sides: { train: train.length, validation: validation.length, test: test.length },
    shown: shownOf(test).map((image) => shownImage(source, image)),
  };
}
