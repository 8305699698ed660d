import { needRuntime } from "../../host/environment.ts";
import type { QueuePlace } from "../../queue/link/queue-options.ts";
import { openQueueLink } from "../../queue/sender/queue-link.ts";
import { sayingHowToAttach } from "../../queue/sender/saying-how-to-attach.ts";
import { type SentScore, sentScore } from "../../queue/sender/sent-score.ts";
import type { ScoreSettings } from "../../score/score-settings.ts";
import type { Io } from "../../terminal/io.ts";

/** Sends what is to be scored to the workers of a queue, and does the rest of the work with their scores. */
export async function scoreByWorkers(
  place: QueuePlace,
  what: { readonly settings: ScoreSettings; readonly paths: readonly string[] },
  { say }: Io,
  work: (sent: SentScore) => Promise<void>,
): Promise<void> {
  needRuntime("score --queue meets workers of its version, which train");
  const link = await openQueueLink(place, "cpu");
  try {
    const sent = await sentScore(link, { ...what, attach: place.attach });
    await sayingHowToAttach(sent.run, `the same command with --attach ${sent.run}`, say, () => work(sent));
  } finally {
    await link.close();
  }
}
