/** Sentences that stand on the page of every loss, in English and in Korean. */
export const LOSS_PAGE_PHRASES: readonly (readonly [string, string])[] = [
  ["## Formula\n", "## 수식\n"],
  ["## Curve\n", "## 곡선\n"],
  ["## Options\n", "## 옵션\n"],
  ["## Special cases\n", "## 특별한 경우\n"],
  ["## When to use it\n", "## 언제 쓰는가\n"],
  ["## What the seed article says\n", "## 출발점이 된 글에서는\n"],
  ["## In other libraries\n", "## 다른 라이브러리에서\n"],
  ["## Example\n", "## 예\n"],
  ["## Reference\n", "## 참고 문헌\n"],
  ["One channel, or independent channels (sigmoid):", "채널이 하나이거나 채널끼리 독립일 때 (sigmoid):"],
  ["For one channel; with several, per class c:", "채널이 하나일 때, 여럿이면 클래스 c마다:"],
  ["Classes that exclude each other (softmax):", "클래스가 서로 배타적일 때 (softmax):"],
  [
    "`p` is the probability, `y` the target, `z` the logit; sums run over the pixels of a region, an image or the batch.",
    "`p`는 확률, `y`는 정답, `z`는 로짓이고, 합은 한 영역, 곧 영상 하나 또는 배치의 픽셀에 걸쳐 냅니다.",
  ],
  [
    "Gradient with respect to the logits, as compiled with the defaults for one channel:",
    "로짓에 대한 기울기. 채널 하나, 기본값으로 컴파일된 모습입니다:",
  ],
  [
    "` shows the derivation; with `--as pytorch`, `jax`, `keras` or `tfjs` it prints\n[source code](../take-it-elsewhere.md) of the loss for that library.",
    "`가 유도 과정을 보여 줍니다. `--as pytorch`, `jax`, `keras`, `tfjs`를 주면 그 라이브러리의\n[소스 코드](../take-it-elsewhere.md)를 출력합니다.",
  ],
  [" against the probability of the true class](", ": 참 클래스의 확률에 따른 값]("],
  [
    "The loss, with its defaults, of a small disc (red, 4 % of the pixels) and a large one (blue, 35 %) whose pixels all have the same\nprobability of their true class, from all wrong to all right. Where one line is seen, the two are the same.",
    "작은 원판(빨강, 픽셀의 4 %)과 큰 원판(파랑, 35 %)의 손실입니다. 모든 픽셀이 참 클래스에 같은 확률을 가지며, 모두 틀린 데서 모두 맞은 데까지 갑니다. 옵션은\n기본값이고, 선이 하나만 보이면 둘이 같은 것입니다.",
  ],
  ["| option | default | meaning |", "| 옵션 | 기본값 | 뜻 |"],
  ["- a mask without foreground: ", "- 전경이 없는 마스크: "],
  [
    "Each preset is a loss here too, with that library's options and numbers:",
    "여기서는 프리셋도 손실이며, 그 라이브러리의 옵션을 받고 그 라이브러리의 값을 냅니다. 다른 점은 영어로 적습니다.",
  ],
  ["\n\nAnd:\n\n", "\n\n그리고:\n\n"],
];
