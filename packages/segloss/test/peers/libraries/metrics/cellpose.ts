import { averagePrecision, instanceCounts, instanceOverlaps, matchInstances } from "segloss/metrics";
import { labelsOf } from "../../metric-call.ts";
import type { PeerLibrary } from "../../peer-library.ts";

export const cellposeCases: PeerLibrary = {
  suite: "cellpose",
  calls: {
    "cellpose average_precision": (each) => {
      const { predicted, truth } = labelsOf(each);
      const overlaps = instanceOverlaps(predicted, truth);
      const threshold = Number(each.options.threshold);
      const { tp, fp, fn } = instanceCounts(matchInstances(overlaps, { threshold }));
      return [averagePrecision([overlaps], [threshold])?.value ?? Number.NaN, tp, fp, fn];
    },
  },
};
