import { firstFew } from "../../data/data-error.ts";
import type { Adviser } from "./advice.ts";
import type { Advice } from "./advice-kind.ts";
import { counted } from "./numbers.ts";

/** Fewer groups than folds leave a class out of the training of none, but out of the test of some. */
const FOLDS = 5;

/** Classes that many images lack, and those that hardly any has. */
export const rareClasses: Adviser = (inspection) => [...seldom(inspection), ...few(inspection)];

const seldom: Adviser = ({ perClass, images }) => {
  if (perClass.length < 3) return [];
  const rare = perClass.filter((one, label) => label > 0 && one.images > 0 && one.images < images.length / 2);
  if (rare.length === 0) return [];
  const list = rare.map(({ name, images: count }) => `${name} (${count})`);
  return [
    {
      topic: "Classes that most images lack",
      finding: `Of ${counted(images.length, "image")} less than half hold: ${firstFew(list, 6)}.`,
      formula:
        "an overlap per image and class is 0/0 or 0 where the class is absent: sums over the batch, and only over classes that are in it, leave that out",
      losses: [
        {
          loss: "dice(over=batch, classes=present)",
          note: "classes that a batch lacks do not count in it",
        },
        { loss: "lovasz", note: "the same policy by default, for the IoU" },
      ],
      pages: ["docs/losses/dice.md", "docs/losses/lovasz.md", "docs/losses/generalized-dice.md"],
    },
  ];
};

/** No loss helps where there is nothing to learn from or to test on. */
function few({ perClass, grouping }: Parameters<Adviser>[0]): Advice[] {
  const classes = perClass.filter(({ groups }) => groups > 0 && groups < FOLDS && groups < grouping.count);
  if (classes.length === 0) return [];
  const list = classes.map(({ name, groups }) => `${name} in ${groups}`);
  return [
    {
      topic: "Classes in few groups",
      finding: `Of ${counted(grouping.count, "group")} few hold: ${firstFew(list, 6)}. With folds over groups such a class is missing on a side of some of them, and its score rests on these few.`,
      formula: null,
      losses: [],
      pages: ["docs/metrics/README.md"],
    },
  ];
}
