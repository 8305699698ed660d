// Work over a queue beside the same work without one.
// Usage: node packages/cli/bench/queue.mjs [trainings | jobs | score] [--rounds 4] [--jobs 10000] [--pairs 20000], after npm run build; starts a Redis and workers of its own
//   trainings  trainings a minute of two workers of one slot, as a ratio to `compare` with two processes; the two take turns, median and range of the rounds
//   jobs       jobs of no work: how long each keeps a slot busy, and the memory of the sender at a tenth of them and at all
//   score      pairs over four workers, a tenth of them and all: whether the result is that of one machine to the byte, times, and the memory of the sender
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { encode } from "fast-png";
import { spread } from "./spread.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "4" },
    jobs: { type: "string", default: "10000" },
    pairs: { type: "string", default: "20000" },
    trainings: { type: "string", default: "6" },
    steps: { type: "string", default: "200" },
  },
});
const main = fileURLToPath(new URL("../bin/segloss.js", import.meta.url));
const ensure = fileURLToPath(new URL("../../../scripts/ensure-redis.mjs", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "segloss-bench-"));
/** @type {import("node:child_process").ChildProcess[]} */
const processes = [];

/** @param {string} path @param {number} n @param {() => number} random */
function writeMask(path, n, random) {
  const data = new Uint8Array(n * n);
  for (let label = 1; label <= 3; label++) {
    const [x, y, size] = [0, 0, 0].map(() => Math.floor(random() * n * 0.6));
    for (let row = y; row < Math.min(n, y + size + 2); row++)
      data.fill(label, row * n + x, row * n + Math.min(n, x + size + 2));
  }
  writeFileSync(path, encode({ data, width: n, height: n, channels: 1, depth: 8 }));
}

/** @returns {() => number} the same numbers each time */
function drawn() {
  let state = 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

async function startRedis() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {{ port: number }} */ (server.address());
  server.close();
  const path = execFileSync(process.execPath, [ensure], { encoding: "utf8" }).trim();
  const args = [
    "--port",
    port,
    "--bind",
    "127.0.0.1",
    "--dir",
    home,
    "--save",
    "",
    "--appendonly",
    "yes",
  ].map(String);
  processes.push(spawn(path, args, { stdio: "ignore" }));
  await setTimeout(500);
  return `redis://127.0.0.1:${port}`;
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<{ text: string, out: string, seconds: number, memory: number }>} */
async function segloss(args, env = {}) {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env } });
  let [text, out, memory] = ["", "", 0];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    text += chunk;
  });
  const look = setInterval(() => {
    memory = Math.max(memory, residentOf(/** @type {number} */ (child.pid)));
  }, 50);
  const [code] = await once(child, "close");
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(" ")}: ${code}\n${text}`);
  return { text, out, seconds: (performance.now() - began) / 1000, memory };
}

/** @param {number} pid */
function residentOf(pid) {
  try {
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** @param {number} count @param {NodeJS.ProcessEnv} env */
async function startWorkers(count, env) {
  const started = Array.from({ length: count }, (_, k) => {
    const args = [main, "worker", "--name", `worker-${k + 1}`, "--cache", join(home, "cache")];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    processes.push(child);
    return new Promise((resolve) => {
      child.stderr.on("data", (chunk) => {
        if (String(chunk).includes("waits for jobs")) resolve(undefined);
      });
    });
  });
  await Promise.all(started);
}

/**
 * Of the scored trainings: seconds from the first to the last, and the share of them in which both slots trained, which other load of the machine hardly touches.
 * @param {string} text
 */
function trainingTimes(text) {
  const events = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const begin = events.find(({ event, phase }) => event === "phase" && phase === "final");
  const ends = events.filter(({ event }) => event === "trial-end");
  const seconds = (Date.parse(ends.at(-1).time) - Date.parse(begin.time)) / 1000;
  const trained = ends.reduce((sum, one) => sum + one.seconds, 0);
  return { seconds, busy: trained / (2 * seconds) };
}

/** @param {NodeJS.ProcessEnv} env */
async function trainings(env) {
  const folds = Number(values.trainings) / 2;
  const data = join(home, "data");
  const random = drawn();
  for (const side of ["images", "masks"]) {
    mkdirSync(join(data, side), { recursive: true });
    for (let k = 0; k < 12; k++) writeMask(join(data, side, `${k}.png`), 128, random);
  }
  const small = [
    "--losses",
    "dice,crossEntropy",
    "--learning-rate",
    "0.003",
    "--size",
    "64",
    "--steps",
    String(values.steps),
    "--folds",
    String(folds),
    "--force",
  ];
  const base = ["compare", data, "--threads", "2", "--no-images", "--log", "jsonl"];
  const file = join(home, "plan.json");
  const { out } = await segloss([...base, ...small, "--dry-run", "--json", "-o", join(home, "first")]);
  writeFileSync(file, out);
  const plan = ["--plan", file];
  /** @type {number[]} */
  const ratios = [];
  /** @type {number[]} */
  const busy = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const times = { alone: { seconds: 0, busy: 0 }, queue: { seconds: 0, busy: 0 } };
    for (const kind of round % 2 === 0
      ? /** @type {const} */ (["alone", "queue"])
      : /** @type {const} */ (["queue", "alone"])) {
      const rest = kind === "queue" ? ["--queue"] : [];
      const { text } = await segloss([...base, ...plan, ...rest, "-o", join(home, `${kind}-${round}`)], env);
      times[kind] = trainingTimes(text);
    }
    const { alone, queue } = times;
    ratios.push(alone.seconds / queue.seconds);
    busy.push(queue.busy / alone.busy);
    console.log(
      `  round ${round + 1}: ${values.trainings} trainings alone ${alone.seconds.toFixed(1)} s (${alone.busy.toFixed(3)} of it training), over the queue ${queue.seconds.toFixed(1)} s (${queue.busy.toFixed(3)})`,
    );
  }
  console.log(`trainings a minute over the queue, alone = 1: ${spread(ratios)}`);
  console.log(`share of the time that is trained, alone = 1: ${spread(busy)}`);
}

/** @param {NodeJS.ProcessEnv} env */
async function jobs(env) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const dist = (/** @type {string} */ path) => import(new URL(`../dist/${path}`, import.meta.url).href);
  const { openQueueLink } = await dist("queue/sender/queue-link.js");
  const { sendJobs } = await dist("queue/sender/send-jobs.js");
  const { putContent } = await dist("queue/store/contents.js");
  const { parseRedisAddress } = await dist("queue/link/redis-address.js");
  const { paceOf } = await dist("queue/protocol/pace.js");
  const link = await openQueueLink(
    { address: parseRedisAddress(env.SEGLOSS_QUEUE), store: env.SEGLOSS_STORE },
    "cpu",
  );
  const shared = {
    settings: {
      metrics: "dice",
      ignore: [],
      empty: "skip",
      labels: "classes",
      surface: "pixels",
      penalty: "diagonal",
      geometry: "world",
    },
  };
  const encoder = new TextEncoder();
  for (const count of [Number(values.jobs) / 10, Number(values.jobs)]) {
    const run = `bench${String(count).padStart(5, "0").slice(0, 5)}`;
    const context = await putContent(
      link.store,
      encoder.encode(JSON.stringify(shared)),
      `runs/${run}/contents`,
    );
    const task = encoder.encode(JSON.stringify({ pack: null, bytes: 0, pairs: [] }));
    const all = (function* () {
      for (let k = 0; k < count; k++)
        yield { job: k.toString(16).padStart(32, "0"), name: `empty ${k}`, task: () => task };
    })();
    let ended = 0;
    let peak = 0;
    const began = performance.now();
    await sendJobs(link, all, {
      ...{
        run,
        kind: "shard",
        context,
        window: 64,
        pace: paceOf(),
        signal: new AbortController().signal,
        say() {},
      },
      onEnd(/** @type {number} */ _, /** @type {object} */ ending) {
        if (!("done" in ending)) throw new Error(JSON.stringify(ending));
        if (++ended % 500 === 0) collect();
        if (ended % 500 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
      },
    });
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${ended} jobs of no work, two slots: ${seconds.toFixed(1)} s, ${((2000 * seconds) / count).toFixed(1)} ms of a slot each; the sender holds at most ${(peak / 1e6).toFixed(1)} MB`,
    );
  }
  await link.close();
}

/** @param {NodeJS.ProcessEnv} env */
async function score(env) {
  const most = Number(values.pairs);
  const random = drawn();
  const sides = ["predicted", "truth"];
  const nameOf = (/** @type {number} */ k) => `${String(k).padStart(6, "0")}.png`;
  for (const count of [most / 10, most])
    for (const side of sides) {
      const folder = join(home, side, String(count));
      mkdirSync(folder, { recursive: true });
      const known = count === most ? most / 10 : 0;
      for (let k = 0; k < count; k++)
        if (k < known) linkSync(join(home, side, String(known), nameOf(k)), join(folder, nameOf(k)));
        else writeMask(join(folder, nameOf(k)), 64, random);
    }
  for (const count of [most / 10, most]) {
    const folders = sides.map((side) => join(home, side, String(count)));
    const args = ["score", ...folders, "--metrics", "dice,iou,hd95", "--json"];
    const alone = await segloss(args);
    const over = await segloss([...args, "--queue"], env);
    const isSame = alone.out === over.out;
    const said = (/** @type {{ seconds: number, memory: number }} */ { seconds, memory }) =>
      `${seconds.toFixed(0)} s, ${(memory / 1e6).toFixed(0)} MB`;
    console.log(
      `${count} pairs of 64x64, dice, iou, hd95: alone ${said(alone)}; over four workers ${said(over)} at the sender; the result is ${isSame ? `the same to the byte (${(alone.out.length / 1e6).toFixed(1)} MB)` : "ANOTHER ONE"}`,
    );
    if (!isSame) process.exitCode = 1;
  }
}

const PARTS = { trainings, jobs, score };
const WORKERS = { trainings: 2, jobs: 2, score: 4 };

try {
  const asked = positionals.length > 0 ? positionals : Object.keys(PARTS);
  console.log(`${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`);
  for (const part of /** @type {(keyof typeof PARTS)[]} */ (asked)) {
    const store = join(home, `store-${part}`);
    mkdirSync(store);
    const env = { SEGLOSS_QUEUE: await startRedis(), SEGLOSS_STORE: store };
    await startWorkers(WORKERS[part], env);
    await PARTS[part](env);
    for (const child of processes.splice(0)) child.kill();
    await setTimeout(500);
  }
} finally {
  for (const child of processes) child.kill();
  await setTimeout(1000);
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
