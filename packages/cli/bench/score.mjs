// `segloss score` on two threads beside loops of the Python libraries, in interleaved rounds of one run, with the values compared.
//
//   npm run build && node packages/cli/bench/score.mjs [--python python3] [--data ../shared/data] [--rounds 5] [--only png] [--workers 2]
//
// The interpreter needs numpy and Pillow, tifffile for TIFF, nibabel and scipy for NIfTI. The command is measured from the start of its
// process to its end; Python both as a loop in a process that has started and loaded its libraries, its pool included, and as a
// script from its start to its end. Masks are those of a folder
// of data sets (`--data`: NAME/masks/*.png, hippocampus-msd/masks/*.nii.gz), tiled and cropped; made ones where it is missing.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { spread } from "./spread.mjs";

const path = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    python: { type: "string", default: process.env.SEGLOSS_PYTHON ?? "python3" },
    data: { type: "string", default: path("../../../../shared/data") },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    workers: { type: "string", default: "2" },
  },
});

const OVERLAP = ["--metrics", "dice,iou"];
const PILLOW = ["Pillow and numpy", "Pillow and numpy, pool of two"];

/** Values of other definitions of a surface are not compared. */
const OTHER_DEFINITION = "nibabel and surface-distance's formula";

const CASES = [
  { name: "png", of: "512x512 PNG", count: 1000, args: OVERLAP, peers: PILLOW },
  {
    name: "tiff",
    of: "512x512 TIFF, deflated tiles of 256x256",
    count: 200,
    args: OVERLAP,
    peers: ["tifffile and numpy"],
  },
  {
    name: "raw tiff",
    of: "512x512 TIFF, plain tiles of 256x256",
    count: 200,
    args: OVERLAP,
    peers: ["tifffile and numpy"],
  },
  { name: "lzw", of: "512x512 TIFF, LZW", count: 100, args: OVERLAP, peers: ["tifffile and numpy"] },
  {
    name: "packbits",
    of: "512x512 TIFF, PackBits",
    count: 100,
    args: OVERLAP,
    peers: ["tifffile and numpy"],
  },
  { name: "int32", of: "512x512 TIFF, 32 bits", count: 100, args: OVERLAP, peers: ["tifffile and numpy"] },
  { name: "16 bits", of: "512x512 PNG, 16 bits", count: 100, args: OVERLAP, peers: ["Pillow and numpy"] },
  { name: "bmp", of: "512x512 BMP", count: 100, args: OVERLAP, peers: ["Pillow and numpy"] },
  { name: "jpeg", of: "512x512 JPEG", count: 100, args: OVERLAP, peers: ["Pillow and numpy, JPEG"] },
  { name: "npy", of: "512x512 NPY", count: 100, args: OVERLAP, peers: ["numpy, NPY"] },
  { name: "npz", of: "512x512 NPZ", count: 100, args: OVERLAP, peers: ["numpy, NPZ"] },
  {
    name: "nifti",
    of: "256x256x128 .nii.gz",
    count: 40,
    args: ["--metrics", "dice,hd95,nsd(tolerance=1)"],
    peers: [OTHER_DEFINITION, "nibabel and MONAI's formula"],
  },
];

// Where this variable names a bundle of certificates, Node reads them all at each start, which takes longer than all else of it.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const python = spawn(flags.python, [path("./score_peers.py")], { stdio: ["pipe", "pipe", "inherit"], env });
python.on("error", () => {});
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

/** @returns {Promise<any>} */
async function next() {
  const line = await answers.next();
  return line.done ? undefined : JSON.parse(line.value);
}

/** @param {object} request @returns {Promise<any>} */
async function ask(request) {
  python.stdin.write(`${JSON.stringify(request)}\n`);
  const answer = await next();
  if (answer === undefined) throw new Error("the Python process has ended");
  return answer;
}

/** @param {string} folder @param {readonly string[]} args */
function score(folder, args) {
  const command = [
    path("../bin/segloss.js"),
    "score",
    join(folder, "p"),
    join(folder, "t"),
    "--workers",
    flags.workers,
  ];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args, "--json"], {
    maxBuffer: 2 ** 28,
    env,
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(String(stderr));
  /** @type {{ overClasses: number }[]} */
  const metrics = JSON.parse(String(stdout)).metrics;
  return { seconds, values: metrics.map(({ overClasses }) => overClasses) };
}

/** Seconds of a script from its start to its end. @param {string} peer @param {string} folder */
function script(peer, folder) {
  const start = performance.now();
  const { status, stderr } = spawnSync(flags.python, [path("./score_peers.py"), peer, folder], { env });
  if (status !== 0) throw new Error(String(stderr));
  return (performance.now() - start) / 1000;
}

/** @param {string} peer @param {readonly number[]} theirs @param {readonly number[]} ours */
function compare(peer, theirs, ours) {
  if (peer === OTHER_DEFINITION) return;
  const off = theirs.findIndex((value, i) => Math.abs(value - ours[i]) > 1e-9 * Math.max(1, value));
  if (off >= 0 || theirs.length !== ours.length)
    throw new Error(`values of ${peer} differ: ${theirs} and ours ${ours}`);
}

/** @param {typeof CASES[number]} one @param {string} folder */
async function bench({ name, of, count, args, peers }, folder) {
  const data = existsSync(flags.data) ? flags.data : "";
  const made = await ask({ make: name, folder, data, count });
  if (made.missing) return console.log(`${name}: left out, ${made.missing}`);
  /** @type {number[]} */
  const own = [];
  /** @type {Map<string, { loop: number[], script: number[] }>} */
  const others = new Map(peers.map((peer) => [peer, { loop: [], script: [] }]));
  // The first round reads the files into the cache of the system and is not counted.
  for (let round = -1; round < Number(flags.rounds); round++) {
    const ours = score(folder, args);
    if (round >= 0) own.push(ours.seconds);
    for (const [peer, times] of others) {
      const { seconds, values, missing } = await ask({ peer, folder });
      if (missing) others.delete(peer);
      else compare(peer, values, ours.values);
      if (round < 0 || missing) continue;
      times.loop.push(seconds);
      times.script.push(script(peer, folder));
    }
  }
  console.log(
    `${name}: ${count} pairs of ${of}, ${made.source}: segloss ${spread(own.map((s) => 1000 * s))} ms`,
  );
  for (const [peer, times] of others) {
    for (const [what, seconds] of Object.entries(times)) {
      const ratios = seconds.map((time, round) => time / own[round]);
      console.log(
        `  ${peer}, ${what}: ${spread(seconds.map((s) => 1000 * s))} ms, ${spread(ratios)} times as long`,
      );
    }
  }
}

const about = await next();
if (!about) {
  console.log(
    `${flags.python} does not start, or lacks numpy or Pillow: there is nothing to compare with (--python)`,
  );
  process.exit(1);
}
console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}, Python ${about.python}, numpy ${about.numpy}; ${flags.rounds} rounds, median (range)`,
);
for (const one of CASES.filter(({ name }) => name.includes(flags.only))) {
  const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
  try {
    await bench(one, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
python.stdin.end();
