import type { FillRule } from "@segloss/io";
import { Option, type Command as Parser } from "commander";
import type { LabelKind } from "../data/class-file.ts";
import type { PairPattern } from "../data/pair-pattern.ts";
import { aCount, aPairPattern } from "./option-values.ts";
import { polygonsOption } from "./polygons-option.ts";

/** How the files of a data set are read: what `inspect` and `compare` both take. */
export interface DataOptions {
  readonly labels?: LabelKind;
  readonly ignore?: number;
  readonly pairs?: PairPattern;
  readonly exif?: "raw" | "apply";
  readonly geometry: "world" | "ignore";
  readonly polygons?: FillRule;
}

/** Adds them to a command. */
export function defineDataOptions(parser: Parser): Parser {
  return parser
    .addOption(
      new Option(
        "--labels <kind>",
        "what the numbers of the masks are (default: what classes.json says, or the masks show)",
      ).choices(["classes", "instances"]),
    )
    .option("--ignore <label>", "number of a mask that belongs to no class", aCount(0))
    .option(
      "--pairs <pattern>",
      'how file names pair, mask=image: "{id}_seg.png={id}.png" (default: the same stem)',
      aPairPattern,
    )
    .addOption(
      new Option(
        "--exif <what>",
        "whether photographs are turned by their EXIF orientation where sizes do not tell",
      ).choices(["raw", "apply"]),
    )
    .addOption(
      new Option(
        "--geometry <how>",
        "world: masks are turned into the orientation of their images where both state it; ignore: paired by index",
      )
        .choices(["world", "ignore"])
        .default("world"),
    )
    .addOption(polygonsOption());
}
