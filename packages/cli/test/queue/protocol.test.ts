import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strangersText } from "../../src/queue/link/listening-workers.ts";
import { fromExactJson, toExactJson } from "../../src/queue/protocol/exact-json.ts";
import { checkJobData, Refusal } from "../../src/queue/protocol/job-data.ts";
import { isMachineName } from "../../src/queue/protocol/machine.ts";
import { paceOf } from "../../src/queue/protocol/pace.ts";
import { parseQueueName, queueName } from "../../src/queue/protocol/queue-name.ts";
import { checkShardTask, isPackedName } from "../../src/queue/protocol/shard-job.ts";
import { workersText } from "../../src/queue/sender/workers-watch.ts";

const here = {
  protocol: 1,
  segloss: "0.1.0",
  runtime: "1.30.0",
  provider: "cpu",
  block: 16,
  store: "0a1b2c3d",
} as const;
const job = {
  ...here,
  ...{ kind: "trial", run: "abcdefghij", job: "0".repeat(32), task: "1".repeat(64), context: "2".repeat(64) },
} as const;

describe("JSON of results", () => {
  it("gives every number back to the bit", () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.double(),
        fc.string(),
        fc.array(tie("value")),
        fc.dictionary(fc.string(), tie("value")),
      ),
    })).value;
    fc.assert(
      fc.property(value, (one) => {
        expect(fromExactJson(toExactJson(one))).toEqual(one);
      }),
    );
    expect(Object.is(fromExactJson(toExactJson(-0)), -0)).toBe(true);
    expect(fromExactJson(toExactJson([Number.NaN, Number.NEGATIVE_INFINITY]))).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
    ]);
  });
});

describe("data of a job", () => {
  it("that are right are taken", () => expect(checkJobData(job, here)).toEqual(job));

  it("that are anything else are refused, with what was expected and what came", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => checkJobData(value, here)).toThrow(Refusal);
      }),
    );
    const cases: [unknown, RegExp][] = [
      [null, /expected an object with protocol, .* got null/],
      [{ ...job, code: "1" }, /expected the fields .* got "code" as well/],
      [{ ...job, job: "../x" }, /job: expected 32 hexadecimal digits, got "\.\.\/x"/],
      [{ ...job, kind: "eval" }, /kind: expected trial or shard, got "eval"/],
      [{ ...job, run: undefined }, /run: expected 10 letters and digits, got nothing/],
      [{ ...job, task: "f".repeat(3000) }, /expected at most 2000 characters, got \d+/],
      [
        { ...job, segloss: "9.9.9" },
        /the job is for segloss 9\.9\.9 .*, and this worker has segloss 0\.1\.0/,
      ],
      [{ ...job, block: 8 }, /blocks of 8, and this worker has .*blocks of 16/],
      [
        { ...job, store: "ffffffff" },
        /in the store ffffffff, and this worker has the store 0a1b2c3d; give both the same shared folder/,
      ],
    ];
    for (const [value, says] of cases) expect(() => checkJobData(value, here)).toThrow(says);
  });
});

describe("names of queues", () => {
  it("say who meets there", () => expect(parseQueueName(queueName(here))).toEqual(here));
  it("of others are not ours", () => {
    for (const name of ["mail", "segloss~1", `${queueName(here)}~x`])
      expect(parseQueueName(name)).toBeUndefined();
  });

  it("tell why workers that listen take no job", () => {
    const slot = (name: string, other: object) => ({ name, meeting: { ...here, ...other } });
    expect(
      strangersText(
        [
          slot("a.1", { segloss: "0.2.0" }),
          slot("a.2", { segloss: "0.2.0" }),
          slot("b.1", { store: "ffffffff", block: 8 }),
        ],
        here,
      ),
    ).toEqual([
      "a listens with segloss 0.2.0 instead of 0.1.0",
      "b listens with blocks of 8 instead of 16, the store ffffffff instead of 0a1b2c3d",
    ]);
    expect(workersText(["b.1", "a.2", "a.1"])).toBe("3 slots at work: a 2, b");
  });
});

describe("names", () => {
  it("of packed files never lead out of their folder", () => {
    for (const name of ["p000000/a.png", "t000012/zarr/0/.zarray"]) expect(isPackedName(name)).toBe(true);
    for (const name of [
      "a.png",
      "/etc/passwd",
      "p000000/",
      "p000000/../a",
      "p000000/./a",
      "p000000//a",
      "p000000/a\\b",
      "p000000/a\0",
      "../p000000/a",
    ])
      expect(isPackedName(name)).toBe(false);
    const pair = { name: "x", predicted: "p000000/../../x", truth: "t000000/x" };
    expect(() => checkShardTask({ pack: null, bytes: 0, pairs: [pair] })).toThrow(
      /pairs\[0\]: expected the name of a file in the pack/,
    );
  });

  it("of machines are those that Redis shows", () => {
    expect(["node-3.local", "a_b"].every(isMachineName)).toBe(true);
    expect(["a b", "", "ä", "x".repeat(61)].some(isMachineName)).toBe(false);
  });
});

it("all times follow from the lock and are whole milliseconds", () => {
  expect(paceOf({})).toEqual({
    lock: 90_000,
    renew: 10_000,
    stalled: 15_000,
    poll: 5000,
    again: 5000,
    checkpoint: 1000,
    rest: 30_000,
  });
  for (const seconds of ["2", "0.7"])
    expect(Object.values(paceOf({ SEGLOSS_QUEUE_LOCK: seconds })).every(Number.isInteger)).toBe(true);
});
