import { Option, type Command as Parser } from "commander";
import { aCount } from "../../options/option-values.ts";
import { polygonsOption } from "../../options/polygons-option.ts";
import { defineSending } from "../../queue/link/queue-options.ts";
import { CONNECTIVITIES } from "../../score/connectivities.ts";
import { SCORE_VALUES } from "../../score/request/score-values.ts";
import { SCORE_DEFAULTS } from "../../score/score-defaults.ts";

/** Declares what `segloss score` takes. */
export function addScoreOptions(parser: Parser): void {
  parser
    .argument(
      "<masks...>",
      "predictions and truth: two masks, two folders of masks with the same names, or annotations, in any mix of formats",
    )
    .option("--truth <path>", "the truth, where several models are scored: all other paths are predictions");
  addWhat(parser);
  addFiles(parser);
  addHow(parser);
  addResults(parser);
}

/** What is scored. */
function addWhat(parser: Parser): void {
  parser
    .option(
      "--metrics <list>",
      "names with commas, such as dice,hd95,nsd(tolerance=2); the first one sorts the images",
      SCORE_DEFAULTS.metrics,
    )
    .option(
      "--classes <labels>",
      "labels that are scored, each against everything else (default: all but 0)",
      SCORE_VALUES.classes.read,
    )
    .option(
      "--regions <list>",
      "sets of labels that are scored instead, such as WT=1+2+3,TC=2+3; they may overlap",
      SCORE_VALUES.regions.read,
    )
    .option(
      "--ignore <labels>",
      "labels of the truth whose pixels are left out, such as 255 (default: what classes.json beside it ignores)",
      SCORE_VALUES.ignore.read,
    )
    .addOption(
      new Option(
        "--labels <kind>",
        "what labels above 0 are: classes, one class together, objects of one class, objects of many (class * 1000 + n, or COCO's)",
      )
        .choices(["classes", "foreground", "instances", "panoptic"])
        .default(SCORE_DEFAULTS.labels),
    )
    .option(
      "--divisor <n>",
      "with panoptic: labels are class * n + object (default: 1000, as Cityscapes)",
      SCORE_VALUES.divisor.read,
    )
    .option(
      "--things <classes>",
      "with panoptic: classes of objects; their bare label is a group of them (default: those seen as objects)",
      SCORE_VALUES.things.read,
    )
    .option(
      "--segments <files>",
      "with panoptic: COCO's JSON of the predictions and of the truth, a comma between",
    )
    .addOption(
      new Option(
        "--connectivity <n>",
        "neighbours of a pixel within an object: 4 or 8, in volumes 6, 18 or 26 (default: face, 4 or 6)",
      ).choices(CONNECTIVITIES),
    )
    .option(
      "--min-size <pixels>",
      "objects of fewer pixels are taken out (default: 1)",
      SCORE_VALUES.minSize.read,
    )
    .option(
      "--dilation <steps>",
      "parts that touch when grown by so many steps are one object (default: 0)",
      SCORE_VALUES.dilation.read,
    );
}

/** How files are understood. */
function addFiles(parser: Parser): void {
  parser
    .option(
      "--pairs <pattern>",
      'how file names pair, prediction=truth: "{id}_seg.nii.gz={id}.nii.gz" (default: the same stem)',
      SCORE_VALUES.pairs.read,
    )
    .addOption(
      new Option(
        "--exif <what>",
        "whether pictures are turned by their EXIF orientation where sizes do not tell",
      ).choices(["raw", "apply"]),
    )
    .addOption(
      new Option(
        "--geometry <how>",
        "world: flips and turns of axes that the files state are undone; ignore: pixels are paired by index",
      )
        .choices(["world", "ignore"])
        .default("world"),
    )
    .option(
      "--axes <letters>",
      "what the axes of NPY and NPZ arrays are, slowest first: z, y, x, and c for classes, such as xyz",
      SCORE_VALUES.axes.read,
    )
    .addOption(polygonsOption())
    .option("--array <name>", "which array of an NPZ, or label image of an OME-Zarr, is meant")
    .option(
      "--spacing <list>",
      "pixel size, slowest axis first (default: the files', or 1)",
      SCORE_VALUES.spacing.read,
    );
}

/** How scores are made. */
function addHow(parser: Parser): void {
  parser
    .addOption(
      new Option("--empty <policy>", "what a class scores that an image has in neither mask")
        .choices(["skip", "perfect", "worst"])
        .default(SCORE_DEFAULTS.empty),
    )
    .addOption(
      new Option("--surface <kind>", "what distances are between: edge pixels, or elements of the contour")
        .choices(["pixels", "elements"])
        .default(SCORE_DEFAULTS.surface),
    )
    .option(
      "--penalty <distance>",
      'distance of a missed object: "diagonal" of the image, "Infinity", or a number',
      SCORE_VALUES.penalty.read,
      SCORE_DEFAULTS.penalty,
    )
    .option(
      "--workers <n>",
      "threads at most, one where the work is short (default: as many as there are cores)",
      aCount(1),
    );
}

/** What is done with the scores. */
function addResults(parser: Parser): void {
  parser
    .option(
      "--fail-under <limits>",
      'exit with 3 where a score is worse: "dice=0.8,hd95=5", of one class "dice[2]=0.7"',
    )
    .option("--baseline <file>", "compare image by image with the JSON of an earlier run")
    .option(
      "--margin <number>",
      "differences of models below it do not matter (default: 0.01 for shares, 0 for distances)",
      SCORE_VALUES.margin.read,
    )
    .option(
      "--objects",
      "list matched, missed, extra, merged and split objects: labels in --csv, places in --json",
    )
    .option("--csv <file>", "write a line per image to this file")
    .option("--html <file>", "write a page: distributions, worst images with their errors, models compared")
    .option("--junit <file>", "write JUnit XML: a test for each limit, an error for each file not scored")
    .option("--json", "one JSON object on stdout, with every image");
  defineSending(parser, "masks are scored");
}
