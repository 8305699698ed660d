import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { servedProcess } from "../../src/processes/served-process.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

interface Order {
  readonly k: number;
}

let folder: string;
let entry: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "segloss-served-"));
  entry = join(folder, "serve.cjs");
  await writeFile(
    entry,
    'process.on("message", ({ k }) => { if (k < 0) process.exit(3); process.send({ of: k - 1 }); process.send({ of: k, text: "x".repeat(1000) }); });',
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function answerTo(server: ReturnType<typeof servedProcess<Order>>, k: number) {
  const answer = server.answer((message) => {
    const one = message as { readonly of: number };
    return one.of === k ? one : undefined;
  });
  server.tell({ k });
  return answer;
}

it("keeps nothing of the answers of a process that lives on", async () => {
  const server = servedProcess<Order>(entry);
  const given: WeakRef<object>[] = [];
  for (let k = 0; k < 10; k++) {
    // Not the object itself: expect keeps what it is given.
    const answer = await answerTo(server, k);
    expect("of" in answer && answer.of).toBe(k);
    given.push(new WeakRef(answer));
  }
  // The channel lets its last messages go a turn after the first collection.
  for (let round = 0; round < 2; round++) {
    await setTimeout(20);
    collectGarbage();
  }
  // The newest may still stand on the stack of this function.
  expect(given.filter((one) => one.deref() !== undefined).length).toBeLessThanOrEqual(1);
  await server.leave(5000);
});

it("answers with the end of the process, also to those that ask after it, and throws what reading throws", async () => {
  const server = servedProcess<Order>(entry);
  const wrong = server.answer(() => {
    throw new Error("unread");
  });
  server.tell({ k: 1 });
  await expect(wrong).rejects.toThrow("unread");
  expect(await answerTo(server, -1)).toMatchObject({ code: 3, signal: null });
  expect(server.alive).toBe(false);
  expect(await answerTo(server, 5)).toMatchObject({ code: 3 });
});
