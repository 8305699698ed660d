import { type Block, networks } from "@segloss/train";
import { AUGMENTATIONS } from "../../data/augment/index.ts";
import type {
  Plan,
  PlannedData,
  PlannedFinals,
  PlannedLoss,
  PlannedNetwork,
  PlannedRegion,
  PlannedScreen,
  PlannedTraining,
  RankMeasure,
} from "../protocol/plan.ts";
import {
  boolean,
  count,
  dictionary,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  text,
} from "./shape.ts";

function keysOf<T extends string>(record: Readonly<Record<T, unknown>>): T[] {
  return Object.keys(record) as T[];
}

const RANK_MEASURE: Shape<RankMeasure> = oneOf<RankMeasure>(
  "dice",
  "iou",
  "precision",
  "recall",
  "hd95",
  "nsd",
  "boundaryIou",
  "clDice",
  "pq",
  "ap",
  "ece",
);

const DATA = object<PlannedData>("PlannedData", {
  source: ["what was typed: a folder or the name of a set", text],
  fingerprint: ["SHA-256 over pixels, masks, classes and names", text],
  images: ["names of the images, by index", list(text)],
  groups: ["what no split divides, of each image: scene, subject, volume", list(text)],
  options: ["options of the command that say how files were read", list(text)],
});

const NETWORK = object<PlannedNetwork>("Network", {
  kind: ["its blocks", oneOf<PlannedNetwork["kind"]>(...keysOf(networks))],
  width: ["channels at full resolution", count],
  depth: ["resolutions", count],
  normalization: ["of the channels", oneOf<"group" | "none">("group", "none")],
  deepSupervision: ["whether the loss is taken at every resolution of the way up", boolean],
});

const TRAINING = object<PlannedTraining>("PlannedTraining", {
  size: ["width and height of a crop in pixels", count],
  batch: ["crops of a step", count],
  augment: ["how crops are changed", oneOf<PlannedTraining["augment"]>(...keysOf(AUGMENTATIONS))],
  foreground: ["share of the crops of a batch, at least, around a pixel of a scored class", number],
  stepsPerEpoch: ["steps in which a scored training sees as many pixels as its images have", number],
  threads: ["threads of the runtime within a training; the numbers depend on it", count],
  block: [
    "channels side by side in the blocks that steps are computed in, which the processor offers (16 with AVX-512, 8 with AVX2, 1 for none); the last digits depend on it. Absent: 1",
    oneOf<Block>(1, 8, 16),
    "optional",
  ],
  atOnce: ["trainings at a time; the numbers do not depend on it", count],
  provider: ["of ONNX Runtime, that computes; the numbers depend on it; absent: `cpu`", text, "optional"],
});

const SCREEN = object<PlannedScreen>("PlannedScreen", {
  rates: ["highest learning rates that are tried", list(number)],
  rateSteps: ["steps of a training that tries a rate", count],
  lossTrainings: ["trainings of each loss that choose which go on; 0: none is dropped", count],
  lossSteps: ["steps of each of them", count],
  part: ["`part[image]`: the training of this number leaves the image out; -1 for validation", list(integer)],
  finalists: ["most losses that go on; null: all in reach", nullable(count)],
});

const FINALS = object<PlannedFinals>("PlannedFinals", {
  folds: ["folds of a repeat", count],
  repeats: ["repeats, each with its partition", count],
  steps: ["steps of a scored training", count],
  fold: [
    "`fold[repeat][image]`: the fold in which an image is held back, -1 for validation",
    list(list(integer)),
  ],
  train: [
    "of a single split: the images that every training is trained on, -1 in `fold`; absent: those of the other folds",
    list(count),
    "optional",
  ],
  points: ["assessments of the validation images on the way", count],
});

const LOSS = object<PlannedLoss>("PlannedLoss", {
  loss: ["the loss as text", text],
  variants: ["what is tried of it, one of which goes on", list(text)],
  note: ["why it has these parameters, where they were not asked for", nullable(text)],
});

export const PLAN: Shape<Plan> = object<Plan>("Plan", {
  version: ["1", oneOf<1>(1)],
  budget: ["what may be claimed", oneOf<Plan["budget"]>("quick", "standard", "thorough")],
  minutes: ["what it was made for; null where steps were asked for", nullable(number)],
  seed: ["draws validation images, folds and weights", count],
  data: ["the images", DATA],
  network: ["what is trained", NETWORK],
  training: ["settings of all trainings", TRAINING],
  regions: [
    "what is learnt in place of the classes, where anything is",
    list(
      object<PlannedRegion>("Region", {
        name: ["of the region", text],
        classes: ["that it is the union of, by number", list(count)],
      }),
    ),
  ],
  losses: ["in the order in which they were asked for", list(LOSS)],
  validation: ["images on which everything is chosen, by index: in no training and no score", list(count)],
  screen: ["short trainings", SCREEN],
  finals: ["scored trainings", FINALS],
  rank: ["the measure that ranks", RANK_MEASURE],
  margin: ["differences below it do not matter", number],
  reference: ["a loss that the others are compared with", nullable(text)],
  environment: ["on which the numbers depend: versions and processor", dictionary(text)],
});
