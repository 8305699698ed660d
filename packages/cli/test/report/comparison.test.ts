import { beforeAll, describe, expect, it } from "vitest";
import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import type { ImageEvidence } from "../../src/compare/protocol/trial.ts";
import { judgeLosses } from "../../src/compare/verdict/judge-losses.ts";
import { escapeHtml } from "../../src/page/html.ts";
import { choosePictures } from "../../src/report/comparison/choose-pictures.ts";
import { drawPictures } from "../../src/report/comparison/draw-pictures.ts";
import { NO_PICTURES, type Pictures } from "../../src/report/comparison/pictures.ts";
import { renderComparison } from "../../src/report/comparison/render-comparison.ts";
import { nineLosses, partial, quick, single, threeLosses, withFailures } from "./made-cases.ts";
import { madeDiscs, madeSource } from "./made-source.ts";
import { asOlder, asSplit, neverFound } from "./never-found.ts";

const CASES = { nineLosses, threeLosses, partial, withFailures, quick, single };

const pages = new Map<string, string>();
const picturePage = { page: "" };
const SHOWN: { pictures: Pictures } = { pictures: NO_PICTURES };
beforeAll(async () => {
  for (const [name, results] of Object.entries(CASES))
    pages.set(name, renderComparison({ results: results(), pictures: NO_PICTURES }));
  const results = threeLosses();
  const pictures = await drawPictures(
    madeSource(results),
    results.losses.map(({ loss }) => loss),
    choosePictures(results).slice(0, 2),
    async (loss, image) => madeDiscs(160, 120, 2, image, 2 + loss),
  );
  SHOWN.pictures = pictures;
  picturePage.page = renderComparison({ results, pictures });
});

const pageOf = (name: keyof typeof CASES) => pages.get(name)!;
/** The text of a page as a reader sees it. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll("<wbr>", "")
    .replace(/<[^>]*>/g, "");

describe.each(Object.keys(CASES) as (keyof typeof CASES)[])("the page of %s", (name) => {
  it("is one file: no script, no address to load anything from", () => {
    expect(
      /<script|<link|@import|url\(|https?:\/\//.test(pageOf(name).replaceAll("http://www.w3.org", "")),
    ).toBe(false);
  });

  it("names every loss, escaped", () => {
    const results: ComparisonResults = CASES[name]();
    const seen = pageOf(name).replaceAll("<wbr>", "");
    for (const { loss } of results.losses)
      expect(seen.split(escapeHtml(loss)).length - 1).toBeGreaterThanOrEqual(5);
    expect(seen.includes("<by hand>")).toBe(false);
  });

  it("has balanced tags, parts that links find, and tables with headers", () => {
    const page = pageOf(name);
    for (const tag of [
      "table",
      "tr",
      "td",
      "th",
      "section",
      "div",
      "span",
      "figure",
      "details",
      "p",
      "dl",
      "svg",
      "ul",
      "li",
    ])
      expect([...page.matchAll(new RegExp(`<${tag}[ >]`, "g"))].length, tag).toBe(
        page.split(`</${tag}>`).length - 1,
      );
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    for (const [content] of page.matchAll(/<table.*?<\/table>/gs)) {
      expect(content).toMatch(/<caption>[^<]+/);
      expect(content).toMatch(/<th scope="col"/);
      expect(content).toMatch(/<th scope="row"/);
    }
  });

  it("says of every drawing what it shows", () => {
    const drawings = [...pageOf(name).matchAll(/<[^>]*role="img"[^>]*>/g)].map(([tag]) => tag);
    expect(drawings.length).toBeGreaterThan(3);
    for (const drawing of drawings) expect(drawing).toMatch(/aria-label="[^"]+"/);
  });

  it("has no number that is none", () => {
    expect(/NaN|undefined|\[object/.test(textOf(pageOf(name)))).toBe(false);
    expect(/NaN|undefined/.test([...pageOf(name).matchAll(/ d="([^"]*)"/g)].join())).toBe(false);
  });

  it("quotes the verdict and what it does not say", () => {
    const { verdict } = CASES[name]();
    expect(textOf(pageOf(name))).toContain(escapeHtml(verdict.claim));
    expect(textOf(pageOf(name))).toContain(escapeHtml(verdict.caution));
    expect(textOf(pageOf(name))).toContain(
      "no analysis of one set can see an effect that this very collection has",
    );
  });
});

describe("what the page says", () => {
  it("of a partial comparison stands at every part, with what is missing", () => {
    const page = pageOf("partial");
    const parts = page.split("<h2 id=").length - 1;
    expect(page.split('<span class="tag">partial</span></h2>').length - 1).toBe(parts);
    expect(textOf(page)).toContain(
      "Not finished: dice + crossEntropy (8 of 10 trainings), dice (7 of 10 trainings)",
    );
    expect(textOf(page)).toContain("lovasz (none)");
    expect(/Partial|>partial</.test(pageOf("nineLosses"))).toBe(false);
  });

  it("of a quick one names no winner", () => {
    const text = textOf(pageOf("quick"));
    expect(text).toContain("candidates: too little was trained to name a winner");
    expect(text).toContain("A quick budget names candidates and no winner");
    expect(text).not.toMatch(/is the winner/);
  });

  it("of a winner says how often it may fail, beside its name", () => {
    expect(textOf(pageOf("threeLosses"))).toMatch(/0 of 15 failed, up to \d+.% not excluded/);
    expect(textOf(pageOf("threeLosses"))).toContain("dice is the winner.");
  });

  it("of failures says which, why, and how they count", () => {
    const text = textOf(pageOf("withFailures"));
    for (const said of [
      "13 of 50 trainings failed",
      "its process ran out of memory",
      "the loss was no number at step 41",
      "1 collapsed",
      "2 rising",
      "Still rising at the end: dice + crossEntropy (2 of 10)",
    ])
      expect(text).toContain(said);
  });

  it("a winner that the list of all pairs leaves open is explained, and no other", () => {
    const results = threeLosses();
    const { verdict } = results;
    expect(verdict.winner).toBe(0);
    const open = verdict.pairs.map((pair) =>
      pair.a === 0 && pair.b === 1 ? { ...pair, apart: false } : pair,
    );
    const pageOf = (one: ComparisonResults) => renderComparison({ results: one, pictures: NO_PICTURES });
    expect(pageOf(results)).not.toContain("Stricter than the verdict");
    expect(pageOf({ ...results, verdict: { ...verdict, pairs: open } })).toContain(
      "Stricter than the verdict",
    );
    expect(pageOf({ ...results, verdict: { ...verdict, winner: null, pairs: open } })).not.toContain(
      "Stricter than",
    );
  });

  it("names no image and no group where it has no pictures", () => {
    const results = threeLosses();
    const images = results.data.images.map((one, k) => ({
      ...one,
      name: `Meier-${k}`,
      group: `Huber-${k % 5}`,
    }));
    const notes = [
      "5 groups by the file names, such as Huber-0 (Meier-0, Meier-5)",
      "image Schmidt has no mask",
    ];
    const own = { ...results, data: { ...results.data, images, notes } };
    const page = renderComparison({ results: own, pictures: NO_PICTURES });
    expect(page).not.toMatch(/Meier|Huber|Schmidt/);
    expect(page).toContain("since they name files; results.json has them");
    const shown = renderComparison({ results: own, pictures: SHOWN.pictures });
    expect(shown).toContain(notes[1]);
  });

  it("a loss that was still rising is nowhere called as good, and longer trainings are what would decide", () => {
    const results = threeLosses();
    const [first, second, third] = results.losses;
    const late = {
      ...second,
      states: { ...second.states, converged: 0, rising: second.trials.length },
      trials: second.trials.map((one) => ({ ...one, state: "rising" as const })),
    };
    const losses = [first, late, third];
    const own = { ...results, ...judgeLosses(losses, results.plan, results.data) };
    const text = textOf(renderComparison({ results: own, pictures: NO_PICTURES }));
    expect(text).toContain("Undecided: dice leads");
    expect(text).toMatch(/Below stands dice, which leads; crossEntropy may catch up in longer trainings\./);
    expect(text).not.toMatch(/leader is the best|may be as good/);
    expect(text.match(/(leader )?may be the best/g)).toEqual(["leader may be the best"]);
    expect(text).toMatch(/\d was still rising\b/);
    const { steps } = own.plan.finals;
    expect(text).toContain(
      `Longer trainings: crossEntropy was still rising after ${steps} steps. --steps ${2 * steps} trains`,
    );
    expect(text).toContain(`Longer trainings would tell: --steps ${2 * steps}, or more minutes.`);
  });

  it("which losses cannot be told apart stands in words and in the matrix", () => {
    const { verdict, losses } = nineLosses();
    const page = pageOf("nineLosses");
    expect(page.split('<td class="told"').length - 1).toBe(
      2 * verdict.pairs.filter(({ apart }) => apart).length,
    );
    const others = verdict.pairs.filter(({ a, b, apart }) => (a === 0 || b === 0) && !apart);
    expect(textOf(page)).toContain(`${losses[0].loss} cannot be told from ${losses[others[0].b].loss}`);
    expect(textOf(page)).toContain(
      "A second observer (masks_2) agrees with the truth to a mean Dice of 0.781 on 28 images",
    );
  });

  it("other measures are exploratory", () => {
    expect(textOf(pageOf("nineLosses"))).toContain("Exploratory: only the measure that was chosen to rank");
  });

  it("ends in lines to type and source to paste", () => {
    const text = textOf(pageOf("nineLosses"));
    expect(text).toMatch(/npx segloss predict models\/\S+ images\/ -o predicted\//);
    expect(text).toContain("npx segloss score predicted/ truth/");
    expect(text).toContain("npx segloss explain 'dice + crossEntropy' --as pytorch --channels 3");
    expect(text).toMatch(/import torch/);
  });

  it("which are those of the trainings where pixels are left out, and of regions", () => {
    const results = threeLosses();
    const page = (change: Partial<ComparisonResults["data"]>) =>
      textOf(
        renderComparison({
          results: { ...results, data: { ...results.data, ...change } },
          pictures: NO_PICTURES,
        }),
      );
    const ignoring = page({ ignore: 7 });
    expect(ignoring).toMatch(/npx segloss score predicted\/ truth\/( --labels foreground)? --ignore 7/);
    expect(ignoring).toMatch(/--as pytorch --channels \d --ignore 7/);
    expect(ignoring).toMatch(/!= 7|== 7/);
    // Targets are indices: a number of theirs cannot be left out by it.
    expect(page({ ignore: 1 })).toMatch(/--as pytorch --channels \d --mask/);
    const renumbered = page({ ignore: 30, renumbered: true });
    expect(renumbered).toMatch(/--as pytorch --channels \d --mask/);
    expect(renumbered).not.toContain("npx segloss score predicted");
    expect(renumbered).toContain("and your masks others");
    const one = page({ classes: ["whole", "core"], regions: [{ name: "whole", classes: ["a"] }], ignore: 1 });
    expect(one).toContain("--as pytorch --channels 1 --link sigmoid --soft --mask");
    const regions = ["whole", "core"].map((name) => ({ name, classes: ["a", "b"] }));
    const ofRegions = page({ classes: ["whole", "core"], regions });
    expect(ofRegions).toContain("--as pytorch --channels 2 --link sigmoid --soft");
    expect(ofRegions).not.toContain("npx segloss score predicted");
    expect(ofRegions).not.toContain("log_softmax");
    expect(ofRegions).toContain("numbers of regions (1 whole and 2 core");
  });

  it("of a class that no loss finds", () => {
    const page = renderComparison({ results: neverFound([0, 1, 20, 21, 30, 31]), pictures: NO_PICTURES });
    expect(textOf(page)).toMatch(/lesion, 3 % of the pixels, is missed by every loss\./);
    expect(textOf(page)).not.toContain("saw none of it");
  });

  it("of a class that one training of a loss finds: that is no loss that misses it", () => {
    const made = neverFound([0, 1, 20, 21, 30, 31]);
    const finds = (one: ImageEvidence) => ({ ...one, tp: one.tp.with(2, Math.min(1, one.fn[2])) });
    const [first, second] = made.losses;
    const finder = second.trials.findIndex(({ evidence }) => evidence.some(({ fn }) => fn[2] > 0));
    const trials = second.trials.map((trial, k) =>
      k === finder ? { ...trial, evidence: trial.evidence.map(finds) } : trial,
    );
    const results = { ...made, losses: [first, { ...second, trials }] };
    const text = textOf(renderComparison({ results, pictures: NO_PICTURES }));
    expect(text).toContain("lesion, 3 % of the pixels, is missed by 1 of 2 losses.");
  });

  it("of differences of a measure of which less is better, with the sign that is said", () => {
    const results = nineLosses();
    const text = (rank: "dice" | "hd95") =>
      textOf(
        renderComparison({
          results: { ...results, plan: { ...results.plan, rank } },
          pictures: NO_PICTURES,
        }),
      );
    expect(text("dice")).toMatch(
      /minus the leader[\s\S]*of the row's loss minus that of the column's, better above 0/,
    );
    expect(text("dice")).toContain("minus reference");
    const less = text("hd95");
    expect(less).toMatch(
      /the leader minus it[\s\S]*of the column's loss minus that of the row's, better above 0/,
    );
    expect(less).toContain("reference minus it");
    expect(less).not.toMatch(/minus the leader|minus reference/);
  });

  it("of a class that no network which was tested on it ever saw", () => {
    const results = neverFound([0, 1]);
    const text = textOf(renderComparison({ results, pictures: NO_PICTURES }));
    const [first, second] = results.plan.finals.fold.map((fold) => fold[0] + 1);
    expect(text).not.toContain("is missed by");
    expect(text).toContain(
      `lesion is in no training image of fold ${first} of repeat 1 and fold ${second} of repeat 2: it is tested by networks that saw none of it.`,
    );
    const untested = [1, 2, 3, 4, 5]
      .filter((fold) => fold !== first)
      .map((fold) => `fold ${fold} of repeat 1`);
    expect(text).toContain(`lesion is in no tested image of ${untested.join(", ")}, fold`);
  });

  it("likewise of one split, by the side that holds it", () => {
    const { plan } = asSplit(neverFound([]));
    const tested = plan.finals.fold[0].indexOf(0);
    const textOfSplit = (elsewhere: number, as: (results: ComparisonResults) => ComparisonResults) =>
      textOf(renderComparison({ results: neverFound([tested], as, [elsewhere]), pictures: NO_PICTURES }));
    const ofTraining = textOfSplit(plan.finals.train![0], asSplit);
    expect(ofTraining).toContain("is missed by every loss");
    expect(ofTraining).toContain("lesion is in no validation image: nothing was chosen by it.");
    const ofValidation = textOfSplit(plan.validation[0], asSplit);
    expect(ofValidation).toContain("lesion is in no training image: it is tested by networks that saw none");
    expect(ofValidation).not.toMatch(/is missed by|no validation image/);
    // Which side of a file without classes of images holds it is not known.
    const older = textOfSplit(plan.validation[0], (results) => asOlder(asSplit(results)));
    expect(older).toContain("is missed by every loss");
    expect(older).not.toMatch(/saw none of it|no validation image/);
  });

  it("of a comparison in which nothing has ended", () => {
    const results = single();
    const verdict = { ...results.verdict, claim: "Nothing has ended.", rows: [], pairs: [], candidates: [] };
    const nothing = { ...results, complete: false, losses: [], unfinished: ["dice + crossEntropy"], verdict };
    const text = textOf(renderComparison({ results: nothing, pictures: NO_PICTURES }));
    expect(text).toContain("Not finished: dice + crossEntropy (none).");
    expect(/NaN|undefined|Infinity/.test(text)).toBe(false);
  });
});

describe("images", () => {
  it("stand in the page with what they show", () => {
    const tags = [...picturePage.page.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
    expect(tags.length).toBeGreaterThan(10);
    for (const tag of tags) expect(tag).toMatch(/src="data:image\/png;base64,[^"]+" alt="[^"]+"/);
    expect(picturePage.page).toMatch(/alt="dice on scene-\d\d\/image-\d+: Dice 0\.\d{3}"/);
  });

  it("and their names are nowhere without pictures", () => {
    for (const name of Object.keys(CASES) as (keyof typeof CASES)[]) {
      expect(pageOf(name)).not.toMatch(/<img|data:image|scene-\d|image-\d/);
      expect(textOf(pageOf(name))).toMatch(/number \d+/);
    }
  });
});

it("says which losses the verdict is not about, how rates came about, and how masks of objects are scored", () => {
  const made = threeLosses();
  const [first] = made.screen;
  const results: ComparisonResults = {
    ...made,
    plan: { ...made.plan, screen: { ...made.plan.screen, rates: [0.003] } },
    screen: [...made.screen, { ...first, loss: "lovasz", outcome: "left out" }],
  };
  const text = textOf(renderComparison({ results, pictures: NO_PICTURES }));
  expect(text).toContain(
    "The verdict is among the losses that were scored. Not scored: lovasz in reach, and left out since the budget scores no more.",
  );
  expect(text).toContain("All losses were trained with the learning rate 0.003");
  expect(text).not.toContain("chosen among 1 value");
  expect(textOf(pageOf("threeLosses"))).not.toContain("Not scored:");
  const numbered = made.losses.some(({ trials }) =>
    trials.some((one) => one.evidence.some((e) => "pq" in e)),
  );
  expect(text.includes("score predicted/ truth/ --labels foreground")).toBe(numbered);
});
