import { LOSSES } from "segloss";
import { koreanTexts } from "../korean/korean-texts.ts";
import type { Language } from "./contents.ts";

/** Losses that belong together, in the order in which they are learnt. A test holds every loss of the library to one family. */
export interface Family {
  readonly id: string;
  readonly text: Readonly<Record<Language, string>>;
  readonly losses: readonly string[];
}

export const FAMILIES: readonly Family[] = [
  {
    id: "pixel",
    text: { en: "Pixel by pixel", ko: "픽셀마다" },
    losses: [
      "crossEntropy",
      "weightedCrossEntropy",
      "balancedCrossEntropy",
      "focal",
      "focalStar",
      "normalizedFocal",
      "reducedFocal",
      "asymmetricFocal",
      "polyCrossEntropy",
      "topKCrossEntropy",
      "ohemCrossEntropy",
      "bootstrappedCrossEntropy",
      "generalizedCrossEntropy",
      "symmetricCrossEntropy",
    ],
  },
  {
    id: "overlap",
    text: { en: "Overlap of regions", ko: "영역의 겹침" },
    losses: [
      "dice",
      "jaccard",
      "tversky",
      "focalTversky",
      "asymmetricFocalTversky",
      "asymmetricSimilarity",
      "sensitivitySpecificity",
      "mcc",
      "generalizedDice",
      "wassersteinDice",
      "diceSemimetric",
      "jaccardMetric",
      "logDice",
      "logCoshDice",
      "powerDice",
      "powerJaccard",
      "penaltyDice",
    ],
  },
  {
    id: "rank",
    text: { en: "By rank of the errors", ko: "오차의 순위" },
    losses: ["lovasz", "lovaszHinge"],
  },
  {
    id: "shape",
    text: { en: "Distance and shape", ko: "거리와 모양" },
    losses: [
      "distanceCrossEntropy",
      "distancePenalizedCrossEntropy",
      "boundary",
      "hausdorff",
      "logHausdorff",
      "softClDice",
    ],
  },
  {
    id: "mixed",
    text: { en: "Mixtures", ko: "섞은 손실" },
    losses: ["unifiedFocal", "exponentialLogarithmic"],
  },
];

/** Families with name and title of their losses. */
export function familiesOf(language: Language): {
  readonly id: string;
  readonly text: string;
  readonly losses: { readonly name: string; readonly title: string }[];
}[] {
  const definitions = new Map(LOSSES.map(({ definition }) => [definition.name, definition]));
  const titled = (name: string) => {
    const definition = definitions.get(name)!;
    return { name, title: language === "ko" ? koreanTexts(definition).title : definition.title };
  };
  return FAMILIES.map(({ id, text, losses }) => ({ id, text: text[language], losses: losses.map(titled) }));
}
