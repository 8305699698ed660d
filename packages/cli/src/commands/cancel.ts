import type { Command as Parser } from "commander";
import { checkRunId, defineMeetingPlace, queuePlace } from "../queue/link/queue-options.ts";
import { paceOf } from "../queue/protocol/pace.ts";
import { cancelRun } from "../queue/sender/cancel-run.ts";
import type { Io } from "../terminal/io.ts";
import type { Command } from "./command.ts";

interface CancelOptions {
  readonly queue?: string | true;
  readonly store?: string;
}

/** `segloss cancel`: ends what `compare --queue` or `score --queue` has sent. */
export const cancel: Command = {
  name: "cancel",
  examples: ["segloss cancel qm7n2kfw3x --queue redis://192.168.1.10 --store /mnt/shared/segloss"],
  define(parser: Parser, io: Io) {
    parser
      .description(
        "Ends a run that segloss compare --queue or segloss score --queue has sent: jobs that wait are dropped, workers end what is " +
          "under way, and what the store has of the run goes.",
      )
      .argument("<run>", "id of the run, as it was said when it was sent");
    defineMeetingPlace(parser).action((run: string, { queue, store }: CancelOptions) => {
      checkRunId(run);
      const place = queuePlace({ queue: queue ?? true, ...(store !== undefined && { store }) });
      return cancelRun(place!, run, { say: io.say, pace: paceOf() });
    });
  },
};
