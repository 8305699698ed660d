import { opendirSync } from "node:fs";
import type { Command as Parser } from "commander";
import { startThreads } from "../../score/waiting-threads.ts";
import type { Io } from "../../terminal/io.ts";
import type { Command } from "../command.ts";
import type { ScoreCommandOptions } from "./score-command-options.ts";
import { addScoreOptions } from "./score-options.ts";

/** `segloss score`: metrics of predicted masks, per image and over a data set. */
export const scoreCommand: Command = {
  name: "score",
  examples: [
    "segloss score prediction.png truth.png",
    "segloss score predictions/ truth/ --metrics dice,iou,hd95 --ignore 255 --csv scores.csv",
    'segloss score predictions/ truth/ --labels instances --metrics "pq,ap,nsd(tolerance=2)" --json',
    'segloss score predictions/ truth/ --regions "WT=1+2+3,TC=2+3,ET=3" --metrics dice,hd95',
    "segloss score predictions/ truth/ --labels panoptic --things 24,25,26,27,28,31,32,33 --ignore 255 --metrics pq,sq,rq",
    'segloss score predictions/ truth/ --fail-under "dice=0.8,dice[2]=0.7" --junit scores.xml',
    "segloss score model-a/ model-b/ --truth truth/ --html scores.html",
  ],
  define(parser: Parser, io: Io) {
    addScoreOptions(parser);
    parser.action(async (masks: string[], options: ScoreCommandOptions) => {
      const threads = startThreads(threadsAtOnce(masks, options));
      const { runScore } = await import("./run-score.ts");
      await runScore(masks, options, io, threads);
    });
  },
};

/** Files of a folder from which on threads are worth their start, however small the files. */
const MANY = 300;

/** Threads besides this one that are certainly wanted, and so may load their code while this one loads its own. */
function threadsAtOnce([first]: readonly string[], { workers = 1, queue }: ScoreCommandOptions): number {
  return workers > 1 && queue === undefined && holdsMany(first) ? workers - 1 : 0;
}

function holdsMany(path: string): boolean {
  try {
    const folder = opendirSync(path);
    let files = 0;
    while (files < MANY && folder.readSync()) files++;
    folder.closeSync();
    return files === MANY;
  } catch {
    // A file, or what the command will say is missing.
    return false;
  }
}
