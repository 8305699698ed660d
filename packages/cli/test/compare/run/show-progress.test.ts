import { describe, expect, test } from "vitest";
import { remainingTime } from "../../../src/compare/run/remaining-time.ts";
import { showProgress } from "../../../src/compare/run/show-progress.ts";
import { duration } from "../../../src/terminal/duration.ts";

describe("what is left", () => {
  test("is the plan at first and what was seen in the end", () => {
    let time = 0;
    const { listen, remaining } = remainingTime({ seconds: 100, steps: 1000 }, () => time);
    expect(remaining()).toEqual({ elapsed: 0, left: 100 });
    time = 100;
    listen({ event: "step", id: "a", step: 250, loss: 1 });
    listen({ event: "step", id: "b", step: 250, loss: 1 });
    // Half is done in 100 s: 200 s by what was seen, 100 s by the plan, of which half is left.
    expect(remaining()).toEqual({ elapsed: 100, left: 75 });
    time = 200;
    listen({ event: "step", id: "b", step: 750, loss: 1 });
    expect(remaining().left).toBe(0);
  });

  test("leaves out what an earlier run has done and what broke off", () => {
    const { listen, remaining } = remainingTime({ seconds: 100, steps: 1000 }, () => 0);
    const begin = (id: string) =>
      listen({ event: "trial-start", id, loss: "dice", rate: 1e-3, steps: 250, repeat: 0, fold: 0 });
    const end = (id: string) =>
      listen({ event: "trial-end", id, state: "failed", reason: null, dice: null, seconds: 9 });
    begin("known");
    end("known");
    expect(remaining().left).toBe(75);
    begin("broken");
    listen({ event: "step", id: "broken", step: 50, loss: 1 });
    end("broken");
    // 550 steps of 0.1 s are to be done, 50 of which took no time at all here.
    expect(remaining().left).toBeCloseTo((500 / 550) ** 2 * 55, 9);
    for (const id of ["third", "fourth"]) {
      begin(id);
      end(id);
    }
    expect(remaining().left).toBe(0);
  });

  test.each([
    [48.4, "48 s"],
    [425, "7:05 min"],
    [7800, "2:10 h"],
  ])("%d seconds read %s", (seconds, text) => expect(duration(seconds)).toBe(text));
});

test("without a terminal a training that has ended is one line with elapsed and left", () => {
  const said: string[] = [];
  const io = {
    ...{ out() {}, terminal: null, width: 100, colour: false, onInterrupt: () => () => {} },
    say: (line: string) => void said.push(line),
  };
  const { listen, stop } = showProgress(io, () => ({ elapsed: 60, left: 120 }));
  listen({ event: "phase", phase: "final", trainings: 2 });
  listen({ event: "trial-start", id: "a", loss: "dice", rate: 1e-3, steps: 10, repeat: 0, fold: 1 });
  listen({ event: "step", id: "a", step: 5, loss: 0.5 });
  listen({ event: "trial-end", id: "a", state: "rising", reason: null, dice: 0.81, seconds: 30 });
  listen({ event: "trial-start", id: "b", loss: "dice", rate: 1e-3, steps: 10, repeat: 0, fold: 2 });
  listen({
    event: "trial-end",
    id: "b",
    state: "diverged",
    reason: "the loss was no number at step 7",
    dice: null,
    seconds: 2,
  });
  stop();
  expect(said).toEqual([
    "scored trainings: 2 trainings",
    "[1/2] dice, repeat 1 fold 2: Dice 0.810, rising, 30 s; 1:00 min elapsed, about 2:00 min left",
    "[2/2] dice, repeat 1 fold 3: the loss was no number at step 7, 2 s; 1:00 min elapsed, about 2:00 min left",
  ]);
});
