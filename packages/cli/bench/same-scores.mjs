// Whether two builds give the same bytes: `segloss score` of every two files of each folder, and of folders against themselves with
// rows moved, by metrics of every kind, in both builds; exit code, stdout and stderr are compared.
//
//   npm run build && node packages/cli/bench/same-scores.mjs --beside CHECKOUT [--in ../shared/cases,../shared/data] [--most 40]
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: flags } = parseArgs({
  options: {
    beside: { type: "string" },
    in: { type: "string", default: "../shared/cases,../shared/data" },
    most: { type: "string", default: "40" },
    run: { type: "string" },
  },
});
const root = fileURLToPath(new URL("../../..", import.meta.url));
const METRICS = [
  "dice,iou,cohenKappa",
  "hd95,assd,nsd(tolerance=1),boundaryJaccard(width=2)",
  "pq,lesionF1,cldice",
];
const KINDS = [
  [],
  ["--labels", "foreground"],
  ["--labels", "instances"],
  ["--ignore", "0"],
  ["--ignore", "255"],
];

/** Folders below one, itself among them. @param {string} folder @returns {string[]} */
function foldersOf(folder) {
  const below = readdirSync(folder).map((name) => join(folder, name));
  return [folder, ...below.filter((path) => statSync(path).isDirectory()).flatMap(foldersOf)];
}

/** Every call: of each two of the first files of a folder, evenly chosen where there are many. @returns {string[][]} */
function calls() {
  const most = Number(flags.most);
  // Pictures that are no masks have hundreds of classes, and take hours.
  const folders = flags.in
    .split(",")
    .flatMap(foldersOf)
    .filter((path) => !/[/\\](images|volumes)$/.test(path));
  return folders.flatMap((folder, f) => {
    const files = readdirSync(folder).map((name) => join(folder, name));
    const readable = files.filter((path) => statSync(path).isFile() && !/\.(txt|tsv|md)$/i.test(path));
    const pairs = readable.flatMap((one, i) => readable.slice(i, i + 4).map((other) => [one, other]));
    const chosen = pairs.filter((_, k) => k % Math.ceil(pairs.length / most) === 0);
    return chosen.map(([one, other], k) => [
      ...["score", one, other, "--metrics", METRICS[(k + f) % METRICS.length]],
      ...[...KINDS[Math.floor((k + f) / METRICS.length) % KINDS.length], "--json"],
    ]);
  });
}

/** In a process of its own: the outcomes of all calls in the build of a checkout. @param {string} checkout */
async function outcomes(checkout) {
  const { run } = await import(pathToFileURL(join(checkout, "packages/cli/dist/index.js")).href);
  for (const args of calls()) {
    /** @type {string[]} */
    const said = [];
    const io = {
      out: (/** @type {string} */ text) => void said.push(text),
      say: (/** @type {string} */ line) => void said.push(`${line}\n`),
      ...{ terminal: null, width: 100, colour: false, onInterrupt: () => () => {} },
    };
    const code = await run(args, io);
    process.stdout.write(`${JSON.stringify({ args, code, said: said.join("") })}\n`);
  }
}

/** @param {string} checkout @returns {string[]} */
function linesOf(checkout) {
  const args = [fileURLToPath(import.meta.url), "--run", checkout, "--in", flags.in, "--most", flags.most];
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${checkout}: ${stderr}`);
  return String(stdout).trim().split("\n");
}

if (flags.run !== undefined) await outcomes(flags.run);
else {
  if (flags.beside === undefined) throw new Error("--beside: the checkout to compare with, built");
  const [own, other] = [root, flags.beside].map(linesOf);
  const differ = own.filter((line, k) => line !== other[k]);
  const scored = own.filter((line) => JSON.parse(line).code === 0).length;
  for (const line of differ.slice(0, 10)) {
    console.log(line.slice(0, 600));
    console.log(`  other build: ${other[own.indexOf(line)].slice(0, 600)}`);
  }
  console.log(`${own.length} calls, ${scored} of them scored, the others refused; ${differ.length} differ`);
  if (differ.length > 0 || own.length !== other.length) process.exitCode = 1;
}
