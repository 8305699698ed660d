import type { Language } from "./contents.ts";

/** What a data set may need, and the losses that were made for it: the filter of the table of losses. */
export interface Need {
  readonly id: string;
  readonly text: Readonly<Record<Language, string>>;
  readonly losses: readonly string[];
}

export const NEEDS: readonly Need[] = [
  {
    id: "start",
    text: { en: "A first try", ko: "처음 써 보기" },
    losses: ["crossEntropy", "dice", "jaccard", "focal"],
  },
  {
    id: "imbalance",
    text: { en: "Little foreground", ko: "전경이 적다" },
    losses: [
      "weightedCrossEntropy",
      "balancedCrossEntropy",
      "focal",
      "dice",
      "tversky",
      "focalTversky",
      "generalizedDice",
      "lovaszHinge",
      "lovasz",
      "unifiedFocal",
      "exponentialLogarithmic",
      "mcc",
      "asymmetricFocalTversky",
    ],
  },
  {
    id: "misses",
    text: { en: "Misses cost more than false alarms", ko: "놓치는 것이 더 나쁘다" },
    losses: [
      "tversky",
      "focalTversky",
      "asymmetricSimilarity",
      "sensitivitySpecificity",
      "weightedCrossEntropy",
      "asymmetricFocal",
      "asymmetricFocalTversky",
    ],
  },
  {
    id: "thin",
    text: { en: "Thin structures", ko: "가는 구조" },
    losses: ["softClDice", "tversky", "focalTversky", "lovaszHinge", "lovasz"],
  },
  {
    id: "border",
    text: { en: "Borders count", ko: "경계가 중요하다" },
    losses: ["boundary", "hausdorff", "logHausdorff", "distancePenalizedCrossEntropy"],
  },
  {
    id: "touching",
    text: { en: "Touching objects", ko: "맞닿은 객체" },
    losses: ["distanceCrossEntropy"],
  },
  {
    id: "hard",
    text: { en: "Hard pixels", ko: "어려운 픽셀" },
    losses: [
      "focal",
      "focalStar",
      "normalizedFocal",
      "reducedFocal",
      "topKCrossEntropy",
      "ohemCrossEntropy",
      "polyCrossEntropy",
    ],
  },
  {
    id: "noise",
    text: { en: "Wrong labels", ko: "틀린 레이블" },
    losses: ["generalizedCrossEntropy", "symmetricCrossEntropy", "bootstrappedCrossEntropy"],
  },
  {
    id: "soft",
    text: { en: "Soft labels", ko: "소프트 레이블" },
    losses: ["diceSemimetric", "jaccardMetric", "crossEntropy"],
  },
  {
    id: "classes",
    text: { en: "Classes nearer and farther", ko: "클래스 사이의 거리" },
    losses: ["wassersteinDice", "generalizedDice"],
  },
];
