import { describe, expect, it, vi } from "vitest";
import { limited } from "../../src/queue/link/limited.ts";
import { loadQueueLibraries } from "../../src/queue/link/load-queue.ts";
import { queuePlace } from "../../src/queue/link/queue-options.ts";
import {
  parseRedisAddress,
  shownAddress,
  shownArgument,
  withoutPassword,
} from "../../src/queue/link/redis-address.ts";
import { TooLong, within } from "../../src/queue/link/within.ts";
import { mistake } from "../commands/fake-io.ts";

describe("an address", () => {
  it("is read with its parts", () => {
    expect(parseRedisAddress("redis://h")).toEqual({ host: "h", port: 6379, db: 0 });
    expect(parseRedisAddress("redis://u:p%40%3A%2F@h:1/3")).toEqual({
      host: "h",
      port: 1,
      db: 3,
      username: "u",
      password: "p@:/",
    });
    expect(parseRedisAddress("rediss://:p@h")).toMatchObject({ password: "p", tls: { servername: "h" } });
    expect(parseRedisAddress("redis://[::1]:1")).toMatchObject({ host: "::1" });
    for (const host of ["10.0.0.1", "[::1]"]) expect(parseRedisAddress(`rediss://${host}`).tls).toEqual({});
  });

  it("is shown without its password, typed wrong or right", () => {
    expect(shownAddress(parseRedisAddress("rediss://u:secret@h:1/2"))).toBe("rediss://h:1/2");
    expect(withoutPassword("redis:/u:secret@h")).toBe("redis:/***@h");
    expect(shownArgument("--queue=redis://:secret@h")).toBe("--queue=redis://***@h");
    expect(shownArgument("masks@v2")).toBe("masks@v2");
    const wrong = [
      "redis//:secret@h",
      "http://u:secret@h",
      "redis://:secret@",
      ":secret@h:1",
      "redis://:se%cret@h",
      "redis://:secret@h/x",
      "redis://:secret@h?a=1",
      "rediss:secret@h",
    ];
    for (const text of wrong) {
      expect(() => parseRedisAddress(text), text).toThrow(/^--queue: expected redis:\/\/HOST/);
      expect(() => parseRedisAddress(text)).not.toThrow(/secret|se%cret/);
    }
  });
});

describe("options", () => {
  it("of a command that sends say where both are", () => {
    const place = queuePlace({ queue: "redis://h", store: "/s", attach: "abcdefghij" });
    expect(place).toEqual({ address: { host: "h", port: 6379, db: 0 }, store: "/s", attach: "abcdefghij" });
    expect(queuePlace({ store: "/s" }, { SEGLOSS_QUEUE: "redis://h" })).toBeUndefined();
    expect(queuePlace({ queue: true, store: "/s" }, { SEGLOSS_QUEUE: "redis://h" })?.address.host).toBe("h");
  });

  it("that lack a part are refused with the remedy", () => {
    const cases = [
      [{ attach: "abcdefghij" }, /--attach: say where the run is: --queue redis:\/\/HOST --store FOLDER/],
      [{ queue: "redis://h" }, /--queue: say the folder that all machines share.*--store FOLDER/],
      [
        { queue: true, store: "/s" },
        /--queue: expected an address such as redis:\/\/HOST, or one in the variable SEGLOSS_QUEUE; got neither/,
      ],
      [
        { queue: "redis://h", store: "/s", attach: "../x" },
        /--attach \.\.\/x: expected the id of a run, 10 small letters and digits/,
      ],
    ] as const;
    for (const [options, says] of cases) expect(() => queuePlace(options, {})).toThrow(says);
    expect(() => queuePlace({ queue: true, store: "/s" }, { SEGLOSS_QUEUE: "x" })).toThrow(
      /^SEGLOSS_QUEUE: expected/,
    );
  });
});

it.each(["cancel", "worker"])(
  "%s takes the address of the environment where --queue has none",
  async (name) => {
    vi.stubEnv("SEGLOSS_QUEUE", undefined);
    const said = await mistake(name, ...(name === "cancel" ? ["abcdefghij"] : []), "--queue", "--store", "s");
    expect(said).toContain("--queue: expected an address such as redis://HOST, or one in the variable");
    vi.unstubAllEnvs();
  },
);

it("where the packages are missing, the line that installs them is said", async () => {
  const missing = () => Promise.reject(Object.assign(new Error("no"), { code: "ERR_MODULE_NOT_FOUND" }));
  await expect(loadQueueLibraries(missing)).rejects.toThrow(
    "work over many machines needs BullMQ and ioredis, which are not installed: npm install bullmq@6.7.0 ioredis@6.0.0 --ignore-scripts",
  );
  await expect(loadQueueLibraries(() => Promise.reject(new Error("other")))).rejects.toThrow("other");
});

it("a line that is said again and again is said once, with how often", () => {
  const said: string[] = [];
  let now = 0;
  const say = limited(
    (line) => said.push(line),
    10,
    () => now,
  );
  for (; now < 25; now++) say("full");
  say("other");
  expect(said).toEqual(["full", "full (9 times more)", "full (9 times more)", "other"]);
});

it("a call that is never answered is given up, and its late failure is nobody's", async () => {
  vi.useFakeTimers();
  let fail = (_: Error) => {};
  const call = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const outcome = expect(within(1000, call)).rejects.toThrow(TooLong);
  await vi.advanceTimersByTimeAsync(1000);
  await outcome;
  fail(new Error("late"));
  vi.useRealTimers();
  expect(await within(1000, Promise.resolve(3))).toBe(3);
});
