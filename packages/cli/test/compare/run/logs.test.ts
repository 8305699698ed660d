import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { crc32c } from "@segloss/io";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clearStaleLock } from "../../../src/compare/run/clear-stale-lock.ts";
import { lockFolder } from "../../../src/compare/run/folder-lock.ts";
import { jsonLines } from "../../../src/compare/run/json-lines.ts";
import { tensorboardLog } from "../../../src/compare/run/tensorboard-log.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "segloss-logs-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the lock of a folder", () => {
  const path = () => join(folder, ".work", "lock");

  test("is refused to a second process and free after it was given back", async () => {
    const give = await lockFolder(path());
    // The parent of this process lives as long as it does.
    await writeFile(path(), JSON.stringify({ pid: process.ppid, host: hostname(), since: "then" }));
    await expect(lockFolder(path())).rejects.toThrow(
      /another comparison writes there \(process \d+, since then\); wait for it, or choose another -o/,
    );
    await give();
    await (await lockFolder(path()))();
  });

  test("of a process that was killed is taken over, and so is one that was cut short", async () => {
    await lockFolder(path());
    await writeFile(path(), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: "then" }));
    await (await lockFolder(path()))();
    await writeFile(path(), "{");
    await (await lockFolder(path()))();
  });

  test("that another process has made and not yet written is its own", async () => {
    await lockFolder(path());
    await writeFile(path(), "");
    const refused = expect(lockFolder(path())).rejects.toThrow(/another comparison writes there/);
    await writeFile(path(), JSON.stringify({ pid: process.ppid, host: hostname(), since: "then" }));
    await refused;
  });

  test("that was found stale stays with who was faster to take it over", async () => {
    await lockFolder(path());
    await clearStaleLock(path(), "what was found");
    expect(JSON.parse(await readFile(path(), "utf8")).pid).toBe(process.pid);
    await clearStaleLock(path(), await readFile(path(), "utf8"));
    await clearStaleLock(path(), "what was found");
    expect(await readdir(join(folder, ".work"))).toEqual([]);
  });

  test("of another machine says how to free it", async () => {
    await lockFolder(path());
    await writeFile(path(), JSON.stringify({ pid: 1, host: "elsewhere", since: "then" }));
    await expect(lockFolder(path())).rejects.toThrow(/on elsewhere; if it has ended, remove .*lock/);
  });
});

test("events are one JSON object a line, steps at most one a second", () => {
  const lines: string[] = [];
  let time = 1e12;
  const listen = jsonLines(
    (line) => lines.push(line),
    () => new Date(time),
  );
  for (let step = 1; step <= 25; step++) {
    listen({ event: "step", id: "a", step, loss: 0.5 });
    time += 100;
  }
  expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 11, 21]);
  expect(JSON.parse(lines[0])).toEqual({
    time: "2001-09-09T01:46:40.000Z",
    event: "step",
    id: "a",
    step: 1,
    loss: 0.5,
  });
});

test("CRC-32C of nine digits is the check value of the catalogue of checksums", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
});

test("TensorBoard files of trainings that choose have no Dice of test images", async () => {
  const listen = tensorboardLog(folder);
  const id = "rate-dice-0.001";
  listen({ event: "trial-start", id, loss: "dice", rate: 1e-3, steps: 60, repeat: null, fold: null });
  listen({ event: "point", id, step: 60, loss: 0.25, dice: 0.5, iou: 1 / 3 });
  listen({ event: "trial-end", id, state: "converged", reason: null, dice: 0.5, seconds: 1 });
  const [name] = await readdir(join(folder, id));
  const bytes = await readFile(join(folder, id, name));
  expect(bytes.includes("validation/dice")).toBe(true);
  expect(bytes.includes("test/dice")).toBe(false);
});

test("TensorBoard files: records with checksums, a version first, then tags and values", async () => {
  const listen = tensorboardLog(folder);
  listen({
    event: "trial-start",
    id: "final-dice",
    loss: "dice",
    rate: 1e-3,
    steps: 300,
    repeat: 0,
    fold: 0,
  });
  listen({ event: "point", id: "final-dice", step: 150, loss: 0.25, dice: 0.5, iou: 1 / 3 });
  listen({ event: "trial-end", id: "final-dice", state: "converged", reason: null, dice: 0.75, seconds: 1 });
  const [name] = await readdir(join(folder, "final-dice"));
  expect(name).toMatch(/^events\.out\.tfevents\.\d+\./);
  const records = recordsOf(await readFile(join(folder, "final-dice", name)));
  expect(records).toHaveLength(3);
  expect(records[0].includes("brain.Event:2")).toBe(true);
  expect(records[1].includes("validation/dice")).toBe(true);
  const at = records[2].indexOf("test/dice") + "test/dice".length;
  expect(records[2].readFloatLE(at + 1)).toBe(0.75);
  // Step 300 as a varint after the time.
  expect([...records[2].subarray(9, 12)]).toEqual([0x10, 0xac, 0x02]);
});

test("a training that chooses has no Dice of test images", async () => {
  const listen = tensorboardLog(folder);
  const id = "rate-dice-0.001";
  listen({ event: "trial-start", id, loss: "dice", rate: 1e-3, steps: 60, repeat: null, fold: null });
  listen({ event: "point", id, step: 60, loss: 0.25, dice: 0.5, iou: 1 / 3 });
  listen({ event: "trial-end", id, state: "rising", reason: null, dice: 0.5, seconds: 1 });
  const [name] = await readdir(join(folder, id));
  const records = recordsOf(await readFile(join(folder, id, name)));
  expect(records).toHaveLength(2);
  expect(records.some((record) => record.includes("test/dice"))).toBe(false);
});

function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(masked(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(masked(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

function masked(data: Buffer): number {
  const sum = crc32c(data);
  return ((((sum >>> 15) | (sum << 17)) >>> 0) + 0xa282ead8) % 2 ** 32;
}
