// node packages/studio/bench/paint.mjs [--rounds 5] [--site FOLDER]: four losses with value and gradient while somebody paints.
// Needs a built site (npm run studio -- --build) and a Chromium. Moves of a real pointer, one a frame, on one thread without cross-origin isolation,
// two strokes a round, one on each layer; the milliseconds are the page's own measures ("segloss losses" and "segloss drawing", which the counter under
// the page shows as well): median and 95th percentile of each round, then the median and range of those. Last line: share of a frame of 60 Hz.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { studioServer } from "../../cli/dist/studio/studio-server.js";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, moves: { type: "string", default: "240" } },
});
const LOSSES = ["crossEntropy", "tversky(alpha=0.3, beta=0.7)", "focal", "lovaszHinge"];
const FRAME = 1000 / 60;

const file = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const server = studioServer({ site: file("../dist/site"), token: "bench" });
await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
const address = /** @type {import("node:net").AddressInfo} */ (server.address());
const executablePath = execFileSync(process.execPath, [file("../../../scripts/ensure-chromium.mjs")], {
  encoding: "utf8",
});
const browser = await chromium.launch({ executablePath: executablePath.trim(), args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const hash = new URLSearchParams([["s", "vessel"], ...LOSSES.map((text) => ["l", text])]);
const studio = `http://127.0.0.1:${address.port}/bench/studio.html`;
await page.goto(`${studio}#${hash}`);
await page.waitForSelector('.see[data-ready="true"]');
const rounds = [];
// The first round warms the page up.
for (let round = 0; round <= Number(values.rounds); round++) {
  const measured = await paint(page, Number(values.moves));
  if (round > 0) rounds.push(measured);
}
for (const name of /** @type {const} */ (["losses", "drawing", "frame"])) {
  const medians = rounds.map((round) => at(round[name], 0.5));
  const tails = rounds.map((round) => at(round[name], 0.95));
  console.log(
    `${name.padEnd(8)} ${at(medians, 0.5).toFixed(2)} ms (${Math.min(...medians).toFixed(2)} to ${Math.max(...medians).toFixed(2)}), 95 % of frames below ${at(tails, 0.5).toFixed(2)}`,
  );
}
const share =
  at(
    rounds.map((round) => at(round.frame, 0.95)),
    0.5,
  ) / FRAME;
console.log(
  `${rounds[0].frame.length} frames a round; 95 % of them take less than ${(100 * share).toFixed(0)} % of a frame of ${FRAME.toFixed(1)} ms`,
);
const ready = [];
for (let i = 0; i < 5; i++) {
  await page.goto("about:blank");
  await page.goto(`${studio}#${hash}`);
  await page.waitForSelector('.see[data-ready="true"]');
  ready.push(await page.evaluate(() => performance.getEntriesByName("segloss ready")[0].startTime));
}
console.log(
  `interactive ${at(ready, 0.5).toFixed(0)} ms after the navigation, warm (${Math.min(...ready).toFixed(0)} to ${Math.max(...ready).toFixed(0)})`,
);
await browser.close();
server.close();

/**
 * @param {import("playwright-core").Page} page
 * @param {number} moves
 */
async function paint(page, moves) {
  await page.evaluate(() => performance.clearMeasures());
  const box = await page.locator(".board").boundingBox();
  if (!box) throw new Error("The page has no board to paint on.");
  for (const layer of ["Prediction", "Truth"]) {
    await page.locator(".tools").getByRole("button", { name: layer, exact: true }).click();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    for (let i = 0; i < moves / 2; i++) {
      const turn = (8 * Math.PI * i) / moves;
      const radius = (0.45 * box.width * i * 2) / moves;
      await page.mouse.move(
        box.x + box.width / 2 + radius * Math.cos(turn),
        box.y + box.height / 2 + radius * Math.sin(turn),
      );
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
    await page.mouse.up();
    await page.waitForTimeout(300);
  }
  return page.evaluate(() => {
    const [losses, drawing] = ["segloss losses", "segloss drawing"].map((name) =>
      performance.getEntriesByName(name).map(({ duration }) => duration),
    );
    return { losses, drawing, frame: losses.map((ms, i) => ms + drawing[i]) };
  });
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function at(values, share) {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
}
