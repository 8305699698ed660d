import type { Io } from "../commands/io.ts";

/** A bar on a terminal; elsewhere nothing. */
export async function scoreProgress(
  total: number,
  { terminal }: Io,
): Promise<{ done(): void; stop(): void }> {
  if (!terminal) return { done() {}, stop() {} };
  const { default: cliProgress } = await import("cli-progress");
  const bar = new cliProgress.SingleBar(
    {
      format: " {bar} {value} of {total} images, {eta_formatted} left",
      stream: terminal,
      hideCursor: true,
      clearOnComplete: true,
      // Leaving on ctrl-C is decided elsewhere.
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return { done: () => bar.increment(), stop: () => bar.stop() };
}
