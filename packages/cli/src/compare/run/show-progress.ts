import { duration } from "../../terminal/duration.ts";
import type { Io } from "../../terminal/io.ts";
import { bar, liveLines } from "../../terminal/live-lines.ts";
import type { TrialTask } from "../protocol/trial.ts";
import type { ComparisonEvent, Listener } from "./comparison-events.ts";

const PHASES: Readonly<Record<TrialTask["purpose"], string>> = {
  speed: "measuring the speed",
  rate: "choosing learning rates",
  loss: "choosing losses",
  final: "scored trainings",
};

/** How much is done and how long the rest takes. */
export interface Remaining {
  /** Seconds since the start. */
  readonly elapsed: number;
  /** Seconds that are left; null while nothing is known. */
  readonly left: number | null;
}

interface Running {
  readonly label: string;
  readonly steps: number;
  readonly slot: number;
  step: number;
  loss: number | null;
  dice: number | null;
}

const LONGEST_LABEL = 40;

/**
 * Shows a comparison under way: bars for the running trainings on a terminal, a line for each that has ended elsewhere, with what is done, elapsed and left.
 *
 * @param remaining asked whenever something is shown
 */
export function showProgress(io: Io, remaining: () => Remaining): { listen: Listener; stop(): void } {
  const running = new Map<string, Running>();
  const phase = { name: "", done: 0, trainings: 0 };
  const state = { lines: io.terminal ? liveLines(io.terminal) : undefined };
  const handlers: { [E in ComparisonEvent as E["event"]]?: (event: E) => void } = {
    phase({ phase: name, trainings }) {
      Object.assign(phase, { name: PHASES[name], done: 0, trainings });
      if (!state.lines) io.say(`${phase.name}: ${trainings} trainings`);
    },
    "trial-start"(event) {
      const slots = [...running.values()].map(({ slot }) => slot);
      const slot = Array.from({ length: slots.length + 1 }, (_, k) => k).find((k) => !slots.includes(k))!;
      running.set(event.id, {
        label: labelOf(event),
        steps: event.steps,
        slot,
        step: 0,
        loss: null,
        dice: null,
      });
    },
    note({ text }) {
      // Below lines that change it would be painted over.
      state.lines?.stop(true);
      io.say(text);
      state.lines = io.terminal ? liveLines(io.terminal) : undefined;
    },
    step({ id, step, loss }) {
      Object.assign(running.get(id) ?? {}, { step, loss });
    },
    point({ id, dice }) {
      Object.assign(running.get(id) ?? {}, { dice });
    },
    "trial-end"({ id, state: outcome, reason, dice, seconds }) {
      const one = running.get(id);
      running.delete(id);
      phase.done++;
      const what =
        reason ??
        (dice === null
          ? outcome
          : `Dice ${dice.toFixed(3)}${outcome === "converged" || isChoosing() ? "" : `, ${outcome}`}`);
      if (!state.lines || reason)
        io.say(
          `[${phase.done}/${phase.trainings}] ${one?.label ?? id}: ${what}, ${duration(seconds)}; ${timeText()}`,
        );
    },
  };
  return {
    listen(event) {
      (handlers[event.event] as ((event: ComparisonEvent) => void) | undefined)?.(event);
      if (state.lines) paint();
    },
    stop() {
      state.lines?.stop(true);
      state.lines = undefined;
    },
  };

  /** Trainings that choose are too short for their state to mean anything. */
  function isChoosing(): boolean {
    return phase.name !== PHASES.final;
  }

  function timeText(): string {
    const { elapsed, left } = remaining();
    return `${duration(elapsed)} elapsed${left === null ? "" : `, about ${duration(left)} left`}`;
  }

  function paint(): void {
    state.lines!.set(0, ` ${phase.name} ${phase.done}/${phase.trainings}  ${timeText()}`);
    const bySlot = new Map([...running.values()].map((one) => [one.slot, one]));
    const slots = Math.max(0, ...bySlot.keys()) + 1;
    for (let slot = 0; slot < slots; slot++) state.lines!.set(slot + 1, rowOf(bySlot.get(slot)));
  }
}

function rowOf(one: Running | undefined): string {
  if (!one) return "";
  const share = one.step / one.steps;
  const percent = String(Math.floor(100 * share)).padStart(3);
  const loss = one.loss === null ? "" : `  loss ${significant(one.loss)}`;
  const dice = one.dice === null ? "" : `  Dice ${one.dice.toFixed(3)}`;
  return ` ${one.label.padEnd(LONGEST_LABEL)} ${bar(share)} ${percent}%${loss}${dice}`;
}

function labelOf({ loss, rate, repeat, fold, machine }: ComparisonEvent & { event: "trial-start" }): string {
  const what =
    repeat === null || fold === null ? `, rate ${rate}` : `, repeat ${repeat + 1} fold ${fold + 1}`;
  const where = machine === undefined ? what : `${what} on ${machine}`;
  const room = LONGEST_LABEL - where.length;
  return `${loss.length > room ? `${loss.slice(0, room - 1)}…` : loss}${where}`;
}

function significant(loss: number): string {
  return Math.abs(loss) >= 1000 ? loss.toExponential(2) : loss.toFixed(4);
}
