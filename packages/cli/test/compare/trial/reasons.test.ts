import { describe, expect, it } from "vitest";
import type { CurvePoint } from "../../../src/compare/protocol/trial.ts";
import { isConstant } from "../../../src/compare/regions/is-constant.ts";
import { checkpointClock } from "../../../src/compare/trial/checkpoint-clock.ts";
import { failureReason } from "../../../src/compare/trial/failure-reason.ts";
import { endReason } from "../../../src/compare/trial/pool/end-reason.ts";
import { recentlyUsed } from "../../../src/compare/trial/recently-used.ts";
import { runTrial } from "../../../src/compare/trial/run-trial.ts";
import { stateOf } from "../../../src/compare/trial/state-of.ts";
import { taskKey } from "../../../src/compare/trial/task-key.ts";
import type { TrialContext } from "../../../src/compare/trial/trial-context.ts";
import { modelPath } from "../../../src/compare/trial/trial-paths.ts";
import { scratchFolder } from "../../data/scratch-folder.ts";
import { madePlan, madeTask } from "./made-plan.ts";

const LESS = "fewer --threads (trainings at a time) or a smaller --size need less";

describe("why a training failed", () => {
  it.each([
    ["Array buffer allocation failed", `too little memory (Array buffer allocation failed): ${LESS}`],
    ["std::bad_alloc", `too little memory (std::bad_alloc): ${LESS}`],
    [
      "Non-zero status code returned while running Add node. arena.cc:360 Failed to allocate memory for requested buffer of size 16",
      `too little memory (Failed to allocate memory for requested buffer of size 16): ${LESS}`,
    ],
    ["two\n  lines", "two lines"],
  ])("%s", (message, reason) => {
    expect(failureReason(new Error(message))).toBe(reason);
  });

  it("a full disk, wherever in the causes it stands", () => {
    const quota = Object.assign(new Error("EDQUOT: disk quota exceeded, write"), { code: "EDQUOT" });
    expect(failureReason(quota)).toMatch(/^the quota of the disk is used up: EDQUOT.*Make room;.*--resume/);
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    expect(failureReason(new Error("a.onnx: cannot be written (ENOSPC)", { cause: full }))).toBe(
      "the disk is full: a.onnx: cannot be written (ENOSPC). Make room; the same command with --resume then goes on",
    );
  });

  it.each([
    ["speed", /ENOSPC.*\. Make room; the same command then begins anew$/],
    ["rate", /ENOSPC.*\. Make room; the same command with --resume then goes on$/],
  ] as const)("a full disk in a training for the %s", async (purpose, reason) => {
    const context = {
      ...{ plan: madePlan(), folder: await scratchFolder() },
      get source() {
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      },
    };
    const task = madeTask("dice", { purpose });
    const watcher = { onStep() {}, onPoint() {}, cancelled: () => false };
    const result = await runTrial(context as unknown as TrialContext, task, watcher);
    expect(result?.reason).toMatch(reason);
  });

  it.each([
    [
      { code: null, signal: "SIGKILL", lastWords: "" },
      `was ended by SIGKILL: perhaps too little memory; ${LESS}`,
    ],
    [
      {
        code: null,
        signal: "SIGABRT",
        lastWords: "FATAL ERROR: Reached heap limit - JavaScript heap out of memory\n 1: 0xb",
      },
      `was ended by SIGABRT: perhaps too little memory; ${LESS}`,
    ],
    [
      {
        code: null,
        signal: "SIGABRT",
        lastWords: "terminate called after throwing 'Napi::Error'\n 4: trace",
      },
      "was ended by SIGABRT: terminate called after throwing 'Napi::Error'",
    ],
    [{ code: 7, signal: null, lastWords: "a warning\n" }, "ended with code 7"],
  ] as const)("%o", (end, reason) => {
    expect(endReason(end)).toBe(`the process ${reason}`);
  });
});

describe("the state of a training", () => {
  const curve = (...dice: number[]): CurvePoint[] =>
    dice.map((value, k) => ({ step: 25 * (k + 1), loss: 1, dice: value, iou: 0 }));
  it.each([
    ["rose by less than the margin", curve(0.1, 0.7, 0.8, 0.809), "converged"],
    ["fell", curve(0.1, 0.7, 0.8, 0.7), "converged"],
    ["rose by the margin", curve(0.1, 0.7, 0.5, 0.51), "rising"],
    ["has one point", curve(0.9).map((point) => ({ ...point, step: 100 })), "rising"],
    ["has no point", [], "rising"],
  ])("whose curve %s in its last quarter", (_, points, state) => {
    const asked = { steps: 100, least: 100, margin: 0.01 };
    expect(stateOf(points, asked, false)).toBe(state);
    expect(stateOf(points, asked, true)).toBe("collapsed");
    expect(stateOf(points, { ...asked, least: 101 }, false)).toBe("rising");
  });

  it("is collapsed where one class is predicted everywhere, unless the truth has no other", () => {
    const [empty, right, wrong] = [
      { tp: 0, fp: 0, fn: 0 },
      { tp: 9, fp: 0, fn: 0 },
      { tp: 0, fp: 0, fn: 2 },
    ];
    expect(isConstant([right, wrong])).toBe(true);
    expect(isConstant([right, empty])).toBe(false);
    expect(isConstant([right, right])).toBe(false);
  });
});

it("a checkpoint is due at the end of an epoch or after 30 seconds, and costs less than a hundredth", () => {
  const time = { now: 0 };
  const clock = checkpointClock(10, () => time.now, 0);
  expect(clock.isDue(9)).toBe(false);
  expect(clock.isDue(10)).toBe(true);
  clock.wrote(0.02, 10);
  time.now = 2;
  expect(clock.isDue(20)).toBe(false);
  time.now = 3;
  expect([clock.isDue(19), clock.isDue(20)]).toEqual([false, true]);
  time.now = 30;
  expect(clock.isDue(11)).toBe(true);
});

it("a key tells tasks apart by all that their numbers follow from, and by nothing else", () => {
  const [plan, task] = [madePlan(), madeTask("dice")];
  const key = taskKey(plan, task);
  const { training, data, network } = plan;
  expect(taskKey({ ...plan, margin: 0.5, training: { ...training, atOnce: 7 } }, task)).toBe(key);
  const others = [
    taskKey(plan, { ...task, steps: 41 }),
    taskKey({ ...plan, training: { ...training, threads: 2 } }, task),
    taskKey({ ...plan, data: { ...data, fingerprint: "other" } }, task),
    taskKey({ ...plan, network: { ...network, width: 5 } }, task),
  ];
  expect(new Set([key, ...others]).size).toBe(5);
});

it("networks have names that file systems take, one each", () => {
  const path = (loss: string) => modelPath({ loss, repeat: 1, fold: 2 });
  expect(path("tversky(alpha=0.3, beta=0.7)")).toBe("models/tversky-alpha=0.3-beta=0.7/r2.f3.onnx");
  expect(path('formula("p*y")')).toMatch(/^models\/formula-p-y-[0-9a-f]{8}\/r2\.f3\.onnx$/);
  expect(path('formula("p/y")')).not.toBe(path('formula("p*y")'));
  expect(path(`formula("${"p*".repeat(99)}p")`).length).toBeLessThan(110);
});

it("values are made once while there is room, the oldest make room", () => {
  const made: number[] = [];
  const value = recentlyUsed(
    (key) => {
      made.push(key);
      return key;
    },
    () => 1,
    2,
  );
  for (const key of [1, 2, 1, 3, 1, 2]) expect(value(key)).toBe(key);
  expect(made).toEqual([1, 2, 3, 2]);
});
