import type { Io } from "./commands/io.ts";
import type { TrialEvents } from "./compare/run-trials.ts";
import type { Trial, TrialTask } from "./compare/trial.ts";
import { bar, liveLines } from "./terminal/live-lines.ts";

/** Shows trainings under way; `stop` leaves the terminal as it was found. */
export interface Progress extends Required<TrialEvents> {
  stop(): void;
}

const LONGEST_LABEL = 36;

/** Erases the line of a terminal on which the cursor stands. */
const ERASE = "\r\x1b[K";

/** Where preparations stand: one line that changes on a terminal; elsewhere what differs in more than its numbers. */
export function showStatus(io: Io): { say(text: string): void; done(): void } {
  const last = { words: "" };
  return {
    say(text) {
      if (io.terminal) return void io.terminal.write(`${ERASE}${text}`);
      const words = text.replace(/\d+/g, "");
      if (words !== last.words) io.say(text);
      last.words = words;
    },
    done: () => void io.terminal?.write(ERASE),
  };
}

/** A bar for each training on a terminal, a line now and then elsewhere. */
export function showProgress(tasks: readonly TrialTask[], io: Io): Progress {
  const labels = makeLabels(tasks);
  return io.terminal ? bars(tasks, labels, io.terminal) : lines(tasks, labels, io);
}

function makeLabels(tasks: readonly TrialTask[]): string[] {
  const several = tasks.some(({ seed }) => seed !== tasks[0].seed);
  const names = tasks.map(({ loss, seed }) => (several ? `${loss}, seed ${seed}` : loss));
  return names.map((name) => (name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name));
}

interface Shown {
  readonly step: number;
  readonly loss: string;
  readonly dice: string;
  readonly note: string;
}

const NOTHING: Shown = { step: 0, loss: "  -   ", dice: "  -  ", note: "" };

function bars(tasks: readonly TrialTask[], labels: readonly string[], stream: NodeJS.WriteStream): Progress {
  const width = Math.max(...labels.map((label) => label.length));
  const drawn = liveLines(stream);
  const rows = new Map<number, { line: number; shown: Shown }>();
  const update = (index: number, change: Partial<Shown>) => {
    const row = rows.get(index)!;
    row.shown = { ...row.shown, ...change };
    const { step, loss, dice, note } = row.shown;
    const share = step / tasks[index].steps;
    const percent = String(Math.floor(100 * share)).padStart(3);
    drawn.set(
      row.line,
      ` ${labels[index].padEnd(width)} ${bar(share)} ${percent}%  loss ${loss}  Dice ${dice}  ${note}`,
    );
  };
  return {
    onStart(index) {
      rows.set(index, { line: rows.size, shown: NOTHING });
      update(index, {});
    },
    onStep: (index, step, loss) => update(index, { step, loss: significant(loss) }),
    onPoint: (index, { dice }) => update(index, { dice: dice.toFixed(3) }),
    onDone(index, trial) {
      const note = trial.divergedAt === null ? `${secondsOf(trial)} s` : outcome(trial);
      update(index, { step: trial.steps, note });
    },
    stop: () => drawn.stop(),
  };
}

function lines(tasks: readonly TrialTask[], labels: readonly string[], io: Io): Progress {
  return {
    onStart: (index) => io.say(`${labels[index]}: training ${index + 1} of ${tasks.length}`),
    onStep() {},
    onPoint(index, { step, loss, dice }) {
      const { steps, points } = tasks[index];
      const quarter = Math.max(1, Math.round(Math.min(points, steps) / 4));
      const point = Math.round((step * Math.min(points, steps)) / steps);
      if (point % quarter === 0 && step < steps)
        io.say(
          `${labels[index]}: step ${step} of ${steps}, loss ${significant(loss)}, Dice ${dice.toFixed(3)}`,
        );
    },
    onDone: (index, trial) => io.say(`${labels[index]}: ${outcome(trial)}`),
    stop() {},
  };
}

function outcome(trial: Trial): string {
  const { divergedAt, curve } = trial;
  if (divergedAt !== null) return `diverged at step ${divergedAt}`;
  return `Dice ${curve[curve.length - 1].dice.toFixed(3)} after ${secondsOf(trial)} s`;
}

function secondsOf({ timing }: Trial): string {
  return (timing.setUp + timing.firstStep + timing.laterSteps + timing.assessments).toFixed(0);
}

function significant(loss: number): string {
  return Math.abs(loss) >= 1000 ? loss.toExponential(2) : loss.toFixed(4);
}
