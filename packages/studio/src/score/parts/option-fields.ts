import { CONNECTIVITIES, SCORE_DEFAULTS } from "@segloss/cli/score";
import type { Choices, OptionFile } from "../worker/messages.ts";

/** Options of `segloss score` beside metrics, kinds of labels and ignored ones, by their names in code. */
export type OptionName =
  | ("classes" | "regions" | "divisor" | "things" | "connectivity" | "minSize" | "dilation")
  | ("pairs" | "exif" | "geometry" | "axes" | "array" | "polygons" | "spacing")
  | ("empty" | "surface" | "penalty" | "failUnder" | "margin" | "objects");

type Labels = "classes" | "foreground" | "instances" | "panoptic";

/** A field of the form. */
export interface OptionField {
  readonly name: OptionName;
  /** What may be chosen; absent: it is typed. The first is the default. */
  readonly choices?: readonly string[];
  /** An example of what is typed. */
  readonly example?: string;
  /** Kinds of labels that it goes with; absent: all. */
  readonly of?: readonly Labels[];
}

export interface FileField {
  readonly name: OptionFile;
  readonly of?: readonly Labels[];
}

const PARTS: readonly Labels[] = ["classes", "foreground"];

/** The groups of the form, in the order of the command's help. */
export const OPTION_GROUPS: readonly {
  readonly name: "what" | "files" | "how" | "results";
  readonly fields: readonly OptionField[];
  readonly files?: readonly FileField[];
}[] = [
  {
    name: "what",
    fields: [
      { name: "classes", example: "1,2", of: ["classes", "panoptic"] },
      { name: "regions", example: "WT=1+2+3,TC=2+3", of: ["classes"] },
      { name: "divisor", example: "1000", of: ["panoptic"] },
      { name: "things", example: "24,25", of: ["panoptic"] },
      { name: "connectivity", choices: ["", ...CONNECTIVITIES], of: PARTS },
      { name: "minSize", example: "1", of: [...PARTS, "instances"] },
      { name: "dilation", example: "0", of: PARTS },
    ],
    files: [
      { name: "predictedSegments", of: ["panoptic"] },
      { name: "truthSegments", of: ["panoptic"] },
    ],
  },
  {
    name: "files",
    fields: [
      { name: "pairs", example: "{id}_seg.png={id}.png" },
      { name: "polygons", choices: ["", "coco", "border", "centre"] },
      { name: "spacing", example: "2.5,0.75,0.75" },
      { name: "geometry", choices: ["world", "ignore"] },
      { name: "exif", choices: ["", "raw", "apply"] },
      { name: "axes", example: "zyx" },
      { name: "array", example: "labels" },
    ],
  },
  {
    name: "how",
    fields: [
      { name: "empty", choices: [SCORE_DEFAULTS.empty, "perfect", "worst"] },
      { name: "surface", choices: [SCORE_DEFAULTS.surface, "elements"] },
      { name: "penalty", example: String(SCORE_DEFAULTS.penalty) },
    ],
  },
  {
    name: "results",
    fields: [
      { name: "failUnder", example: "dice=0.8,dice[2]=0.7" },
      { name: "margin", example: "0.01" },
      { name: "objects", choices: ["", "yes"], of: ["classes", "foreground", "instances", "panoptic"] },
    ],
    files: [{ name: "baseline" }],
  },
];

/** Fields that go with a kind of labels. */
export function goesWith({ of }: Pick<OptionField, "of">, labels: string | undefined): boolean {
  return of === undefined || of.some((one) => one === (labels ?? SCORE_DEFAULTS.labels));
}

/** Choices without what does not go with their kind of labels, so that what is hidden says nothing. */
export function withoutStrangers({ texts, files }: Choices): Choices {
  const fields = OPTION_GROUPS.flatMap((group) => group.fields);
  const strangers = fields
    .filter((field) => !goesWith(field, texts.labels))
    .map(({ name }) => name as string);
  const kept = Object.entries(texts).filter(([name]) => !strangers.includes(name));
  return { texts: Object.fromEntries(kept), files };
}
