import { classCounts, confusionMatrix } from "segloss/metrics";
import { labelsOf } from "../../metric-call.ts";
import type { PeerLibrary } from "../../peer-library.ts";

/** Labels, or regions of several, each as a mask against the rest; ignored pixels of the truth count nowhere. */
export const nnunetCases: PeerLibrary = {
  suite: "nnU-Net",
  calls: {
    "nnU-Net counts": (each) => {
      const { predicted, truth } = labelsOf(each);
      const { labels, ignore } = each.options as { labels: (number | number[])[]; ignore: number | null };
      const left = truth.map((label) => Number(label === ignore));
      return labels.map((region) => {
        const inside = (label: number): number => Number([region].flat().includes(label));
        const matrix = confusionMatrix(new Int32Array(0), new Int32Array(0), { classes: 2 });
        const { tp, fp, fn, tn } = classCounts(matrix.add(predicted.map(inside), truth.map(inside), left))[1];
        return [tp, fp, fn, tn];
      });
    },
  },
};
