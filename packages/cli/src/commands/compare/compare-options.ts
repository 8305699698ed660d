import { networks } from "@segloss/train";
import { Option, type Command as Parser } from "commander";
import { BUDGETS, USUAL_FOREGROUND, USUAL_RATES } from "../../compare/plan/budgets.ts";
import type { Budget, PlannedNetwork, RankMeasure } from "../../compare/protocol/plan.ts";
import { MEASURES } from "../../compare/verdict/measures.ts";
import { AUGMENTATIONS, type Augmentation } from "../../data/augment/index.ts";
import { type DataOptions, defineDataOptions } from "../../options/data-options.ts";
import { aCount, aPositiveList, aPositiveNumber, aShare } from "../../options/option-values.ts";
import { aProvider, PROVIDER } from "../../options/provider-option.ts";
import { defineSending, type QueueOptions } from "../../queue/link/queue-options.ts";

/** What `segloss compare` is asked for. */
export interface CompareOptions extends DataOptions, QueueOptions {
  readonly losses?: string;
  readonly budget: Budget;
  readonly minutes?: number;
  readonly steps?: number;
  readonly epochs?: number;
  readonly folds?: number;
  readonly repeats?: number;
  readonly rates?: readonly number[];
  readonly learningRate?: number;
  readonly regions?: string;
  readonly rank: RankMeasure;
  readonly margin?: number;
  readonly reference?: string;
  readonly size?: number;
  readonly batch: number;
  readonly augment?: Augmentation;
  readonly foreground: number;
  readonly network: PlannedNetwork["kind"];
  readonly deepSupervision?: boolean;
  readonly width: number;
  readonly depth: number;
  readonly normalization: "group" | "none";
  readonly seed: number;
  readonly sample?: number;
  readonly skipUnreadable?: boolean;
  readonly threads?: number;
  readonly provider: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly plan?: string;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly images: boolean;
  readonly log: "text" | "jsonl";
  readonly tensorboard?: boolean;
  readonly output: string;
  readonly json?: boolean;
}

/** Options of `segloss compare`, in the groups in which its help lists them. */
export function defineCompare(parser: Parser): Parser {
  const minutes = Object.entries(BUDGETS).map(([name, budget]) => `${name} ${budget.minutes}`);
  parser
    .argument(
      "[data]",
      "folder with images/ and masks/ (or the like) or annotations, or a named set: earth, nuclei; left out with --attach",
    )
    .optionsGroup("What is compared:")
    .option(
      "--losses <list>",
      "losses with commas between them; focal(gamma={1,2,3}) tries each (default: four that people use, nine from --budget standard)",
    )
    .option(
      "--regions <list>",
      "unions of classes that are learnt and scored in their place, each with a sigmoid: whole=1+2+4,core=1+4",
    )
    .addOption(
      new Option("--rank <measure>", "measure that ranks")
        .choices(MEASURES.map(({ name }) => name))
        .default("dice"),
    )
    .option(
      "--margin <difference>",
      "differences of the measure below it do not matter (default: 0.01, of hd95 1)",
      aPositiveNumber,
    )
    .option("--reference <loss>", "loss that every other is compared with as well")
    .optionsGroup("How much is trained:")
    .addOption(
      new Option(
        "--budget <name>",
        `folds, repeats and claims: quick names candidates, standard and thorough may name a winner (minutes: ${minutes.join(", ")})`,
      )
        .choices(Object.keys(BUDGETS))
        .default("quick"),
    )
    .option("--minutes <m>", "time for everything (default: that of the budget)", aPositiveNumber)
    .option("--steps <n>", "steps of a scored training, in place of minutes", aCount(1))
    .option("--epochs <n>", "the same as passes over its images", aPositiveNumber)
    .option("--folds <n>", "folds (default: that of the budget)", aCount(3))
    .option("--repeats <n>", "repeats, each with folds of its own (default: that of the budget)", aCount(1))
    .option(
      "--rates <list>",
      `highest learning rates of Adam, one of which is chosen for each loss (default: ${USUAL_RATES.join(",")})`,
      aPositiveList,
    )
    .option("--learning-rate <rate>", "one rate for all losses: none is chosen", aPositiveNumber)
    .option("--force", "goes on below 3 epochs or 300 steps, and speaks of candidates only")
    .option("--dry-run", "says the plan and trains nothing")
    .optionsGroup("The network:")
    .addOption(
      new Option("--network <kind>", "blocks of the network").choices(Object.keys(networks)).default("unet"),
    )
    .option("--width <n>", "channels of the network at full resolution", aCount(1), 8)
    .option("--depth <n>", "resolutions of the network", aCount(2), 3)
    .option("--deep-supervision", "takes the loss at every resolution of the way up (weights 1, 1/2, ...)")
    .addOption(
      new Option("--normalization <kind>", "after every convolution")
        .choices(["group", "none"])
        .default("group"),
    )
    .optionsGroup("What it sees:")
    .option(
      "--size <pixels>",
      "width and height of training crops (default: 128, named sets their own)",
      aCount(1),
    )
    .option("--batch <n>", "crops in a batch", aCount(1), 8)
    .addOption(
      new Option(
        "--augment <how>",
        `how crops are changed: ${Object.entries(AUGMENTATIONS)
          .map(([name, says]) => `${name} (${says})`)
          .join("; ")} (default: flips; none of slices of scans)`,
      ).choices(Object.keys(AUGMENTATIONS)),
    )
    .option(
      "--foreground <share>",
      "share of a batch, at least, that lies around a pixel of a scored class, each class alike often (nnU-Net: 0.33)",
      aShare,
      USUAL_FOREGROUND,
    )
    .option("--seed <n>", "draws validation images, folds and weights", aCount(0), 0)
    .optionsGroup("How files are read:")
    .option("--sample <n>", "only this many images, spread over groups", aCount(1))
    .option("--skip-unreadable", "goes on without files that cannot be read, which are listed");
  defineDataOptions(parser)
    .optionsGroup("The run:")
    .option(
      "--threads <n>",
      "trainings at a time, one core each (default: all cores; with another provider than cpu 1)",
      aCount(1),
    )
    .option(PROVIDER.flags, PROVIDER.says, aProvider, "cpu")
    .option("-o, --output <folder>", "where everything goes", "segloss-report")
    .option(
      "--resume",
      "goes on with an interrupted comparison in the output folder, to the very same numbers",
    )
    .option("--restart", "begins anew where an unfinished comparison is in the output folder")
    .option("--plan <file>", "repeats a plan.json: the same numbers, whatever the clock says")
    .option("--no-images", "no pictures and no names of images in the report")
    .addOption(
      new Option("--log <form>", "what is said on stderr meanwhile")
        .choices(["text", "jsonl"])
        .default("text"),
    )
    .option("--tensorboard", "curves of every training for TensorBoard, in the output folder")
    .option("--json", "one JSON object on stdout: the content of results.json");
  return defineSending(parser, "trainings are done");
}
