/** Names that Koreans also write in Hangul, and words that have two translations, as the pages write them. */
const LOANWORDS: readonly (readonly [RegExp, string])[] = [
  [/다이스/g, "dice"],
  [/포컬|포칼/g, "focal"],
  [/트버스키|티버스키|트베르스키|트벌스키/g, "tversky"],
  [/자카드|자카르/g, "jaccard"],
  [/로바스|로바츠|로바즈/g, "lovász"],
  [/하우스도르프|하우스도프/g, "hausdorff"],
  [/바서슈타인|바세르슈타인|와서스테인|워서스타인/g, "wasserstein"],
  [/매튜스|매슈스/g, "matthews"],
  [/(크로스|교차)\s*엔트로피/g, "교차 엔트로피"],
  [/텐서\s*플로우?/g, "tensorflow"],
  [/파이토치/g, "pytorch"],
  [/케라스/g, "keras"],
  [/온닉스/g, "onnx"],
  [/모나이/g, "monai"],
  [/소프트\s*맥스/g, "softmax"],
  [/시그모이드/g, "sigmoid"],
  [/그래디언트|그라디언트|그레이디언트/g, "기울기"],
  [/프리시전/g, "정밀도"],
  [/리콜/g, "재현율"],
  [/바운더리/g, "경계"],
  [/웨이트/g, "가중치"],
  [/로스(?=$|\s|는|를|의|가|와)/g, "손실"],
];

/** What is looked for, in the words of the pages: 다이스 손실 is dice 손실. */
export function withoutLoanwords(words: string): string {
  return LOANWORDS.reduce((text, [from, to]) => text.replaceAll(from, ` ${to} `), words)
    .replaceAll(/\s+/g, " ")
    .trim();
}
