import type { Word } from "../../statistics/verdict.ts";
import type {
  Baseline,
  ComparisonResults,
  ComparisonVerdict,
  DataDescription,
  Estimate,
  LossResult,
  MeasuredLoss,
  PairVerdict,
  ScreenedLoss,
  VolumeScore,
} from "../protocol/results.ts";
import { PLAN } from "./plan-shape.ts";
import {
  boolean,
  count,
  dictionary,
  list,
  nullable,
  number,
  object,
  oneOf,
  pair,
  real,
  type Shape,
  text,
} from "./shape.ts";
import { TRIAL, TRIAL_STATE } from "./trial-shape.ts";

type Image = DataDescription["images"][number];
type Region = NonNullable<DataDescription["regions"]>[number];
type Observers = NonNullable<DataDescription["observers"]>;
type Rate = ScreenedLoss["rates"][number];
type Pair = ComparisonVerdict["pairs"][number];
type NeededMore = NonNullable<ComparisonVerdict["needed"]>;
type ReferenceRow = NonNullable<ComparisonVerdict["againstReference"]>[number];

const DATA = object<DataDescription>("DataDescription", {
  name: ["of the set", text],
  classes: ["their names, by index", list(text)],
  regions: [
    "where regions are learnt they are the classes, each the union of these classes of the masks",
    list(
      object<Region>("RegionOfClasses", {
        name: ["of the region", text],
        classes: ["names of the classes", list(text)],
      }),
    ),
    "optional",
  ],
  classShares: ["share of each class in the pixels that are not ignored", list(number)],
  ignore: ["number in the files of the masks that is left out", count, "optional"],
  renumbered: ["true where classes have other numbers in the files than their index", boolean, "optional"],
  classImages: ["images whose truth holds the class", list(count)],
  scored: ["classes that means are taken over, by index", list(count)],
  thin: ["thin classes, for which clDice is measured", list(count)],
  channels: ["of an image", count],
  images: [
    "all images, by index",
    list(
      object<Image>("Image", {
        name: ["of the file", text],
        group: ["what no split divides", text],
        width: ["in pixels", count],
        height: ["in pixels", count],
        volume: ["that it is a slice of", text, "optional"],
        holds: ["classes that its truth holds, by index; absent in older files", list(count), "optional"],
        spacing: [
          "distance between pixels along y and x in millimetres; absent where it is not known",
          pair(number, number),
          "optional",
        ],
      }),
    ),
  ],
  unit: ["of distances", text],
  notes: ["what was decided while reading", list(text)],
  credit: ["origin and licence", nullable(text)],
  observers: [
    "agreement of a second observer with the truth",
    nullable(
      object<Observers>("Observers", {
        folder: ["of the second masks", text],
        dice: ["mean over images", number],
        images: ["that have both", count],
      }),
    ),
  ],
});

const SCREENED = object<ScreenedLoss>("ScreenedLoss", {
  loss: ["as text", text],
  note: ["see `plan.losses`", nullable(text)],
  rates: [
    "that were tried",
    list(
      object<Rate>("ScreenedRate", {
        loss: ["the loss, or one of its variants", text],
        rate: ["highest learning rate", number],
        validationDice: ["at the end; null without a network", nullable(number)],
        state: ["what became of the training", TRIAL_STATE],
      }),
    ),
  ],
  chosen: ["what goes on: the loss, or one of its variants", text],
  rate: ["that was chosen", number],
  atEnd: [
    "whether it is at an end of those tried",
    nullable(oneOf<"lowest" | "highest">("lowest", "highest")),
  ],
  trainings: ["validation Dice of the trainings that choose losses", list(nullable(number))],
  outcome: ["whether it went on", oneOf<ScreenedLoss["outcome"]>("went on", "out of reach", "left out")],
});

const ESTIMATE = object<Estimate>("Estimate", {
  mean: ["", number],
  low: ["end of the 95 % interval over folds; null below three of them", nullable(number)],
  high: ["the other end", nullable(number)],
});

const MEASURED = object<MeasuredLoss>("MeasuredLoss", {
  mean: ["over images of the mean over the scored classes that the truth holds", nullable(real)],
  classes: ["of each class; empty for measures of objects and of calibration", list(nullable(real))],
});

const LOSS = object<LossResult>("LossResult", {
  loss: ["as text", text],
  note: ["see `plan.losses`", nullable(text)],
  rate: ["highest learning rate", number],
  trials: ["its scored trainings that have ended", list(TRIAL)],
  states: [
    "how many ended how",
    object<LossResult["states"]>("States", {
      converged: ["the last quarter of the curve rose by less than the margin", count],
      rising: ["by more", count],
      collapsed: ["one class everywhere in every image", count],
      diverged: ["the loss was no number", count],
      failed: ["an error or the end of the process", count],
    }),
  ],
  failureLimit: ["upper 95 % limit of the rate of failure (Clopper and Pearson)", number],
  score: ["mean over images of the measure that ranks, failures counted", nullable(ESTIMATE)],
  volumes: [
    "of slices of volumes: each volume that was tested",
    list(
      object<VolumeScore>("VolumeScore", {
        name: ["of its file", text],
        dice: [
          "from counts added up over its slices, mean over scored classes and repeats",
          nullable(number),
        ],
      }),
    ),
    "optional",
  ],
  measures: [
    "of every measure that was taken",
    object<LossResult["measures"]>("Measures", {
      dice: ["", MEASURED, "optional"],
      iou: ["", MEASURED, "optional"],
      precision: ["", MEASURED, "optional"],
      recall: ["", MEASURED, "optional"],
      hd95: ["", MEASURED, "optional"],
      nsd: ["", MEASURED, "optional"],
      boundaryIou: ["", MEASURED, "optional"],
      clDice: ["", MEASURED, "optional"],
      pq: ["", MEASURED, "optional"],
      ap: ["", MEASURED, "optional"],
      ece: ["", MEASURED, "optional"],
    }),
  ],
});

const PAIR_WORD = oneOf<PairVerdict["word"]>("better", "worse", "equivalent", "undecided");

const pairFields = {
  a: ["place in `losses`", count],
  b: ["place in `losses`", count],
  difference: ["score of a minus score of b, turned where less is better: better above 0", number],
  low: ["end of its 95 % interval", number],
  high: ["the other end", number],
  p: ["of a difference of 0", number],
  word: ["what a is beside b", PAIR_WORD],
} as const;

const VERDICT = object<ComparisonVerdict>("Verdict", {
  word: [
    "what may be claimed",
    oneOf<Word | "candidates">("better", "equivalent", "undecided", "candidates"),
  ],
  claim: ["one sentence", text],
  caution: ["what it rests on and does not say", text],
  winner: ["place in `losses`", nullable(count)],
  candidates: ["who may still be the best", list(count)],
  rows: ["the leader (a) beside every other loss (b)", list(object<PairVerdict>("Pair", pairFields))],
  pairs: [
    "every pair; those with the leader have the word of their row, seen from a",
    list(
      object<Pair>("PairApart", {
        ...pairFields,
        apart: [
          "whether Holm over all pairs tells them apart at 5 % and the lower one was not still rising",
          boolean,
        ],
      }),
    ),
  ],
  late: [
    "losses that keep an undecided verdict open because they were still rising; absent in older files",
    list(count),
    "optional",
  ],
  probabilityBest: ["of each loss; null below three degrees of freedom", nullable(list(number))],
  needed: [
    "what would decide an undecided comparison",
    nullable(
      object<NeededMore>("Needed", {
        against: ["the loss that is hardest to tell from the leader", count],
        target: ["the difference worth showing", number],
        showsNow: ["the difference that these trainings show with a power of 80 %", number],
        kind: ["what it takes", oneOf<NeededMore["kind"]>("repeats", "images", "out of reach")],
        repeats: ["in all", count, "optional"],
        images: ["in all", count, "optional"],
        minutes: ["more", nullable(number)],
      }),
    ),
  ],
  againstReference: [
    "where the plan has a reference",
    nullable(
      list(
        object<ReferenceRow>("AgainstReference", {
          loss: ["place in `losses`", count],
          difference: ["loss minus reference, turned where less is better: better above 0", number],
          word: ["what the loss is beside it", text],
        }),
      ),
    ),
  ],
  images: ["that all losses were scored on", count],
  folds: ["that all have finished", count],
  repeats: ["that all have finished", count],
});

/** All of results.json, field by field. */
export const RESULTS: Shape<ComparisonResults> = object<ComparisonResults>("ComparisonResults", {
  version: ["of this format", oneOf<2>(2)],
  complete: ["false while trainings of the plan are missing", boolean],
  plan: ["everything that the numbers follow from", PLAN],
  command: ["that repeats the plan", text],
  data: ["what was trained on", DATA],
  screen: ["rates that were tried, losses that were dropped", list(SCREENED)],
  losses: ["best first", list(LOSS)],
  unfinished: ["losses of which no scored training has ended", list(text)],
  verdict: ["what follows", VERDICT],
  baselines: [
    "constant predictions",
    list(
      object<Baseline>("Baseline", {
        class: ["predicted everywhere; null: all regions", nullable(count)],
        score: ["mean over images of the measure that ranks", nullable(number)],
      }),
    ),
  ],
  environment: ["versions and machine", dictionary(text)],
  startedAt: ["ISO 8601", text],
  seconds: ["wall time in all, interruptions left out", number],
  spent: [
    "seconds of all trainings together",
    object<ComparisonResults["spent"]>("Spent", {
      steps: ["training", number],
      validation: ["assessments on the way", number],
      test: ["at the end", number],
      setUp: ["making the graphs", number],
    }),
  ],
});
