import { expect, test } from "vitest";
import {
  parsedReading,
  type ReadingOptions,
  writtenReading,
} from "../../src/commands/compare/reading-options.ts";
import { type PairPattern, parsePairPattern } from "../../src/data/pair-pattern.ts";

test("how files are read comes back from the words of a plan", () => {
  const options: ReadingOptions = {
    ...{
      pairs: parsePairPattern("{id}_seg.png={id}.png") as PairPattern,
      exif: "raw",
      geometry: "ignore",
      polygons: "border",
    },
    ...{ labels: "instances", ignore: 0, sample: 12, skipUnreadable: true },
  };
  const words = writtenReading(options);
  expect(words.slice(0, 2)).toEqual(["--pairs", "{id}_seg.png={id}.png"]);
  expect(words).toContain("--skip-unreadable");
  expect(parsedReading(words)).toEqual(options);
  expect(writtenReading({ geometry: "world", skipUnreadable: false })).toEqual([]);
  expect(parsedReading([])).toEqual({});
  expect(() => parsedReading(["--colour", "red"])).toThrow(/--colour, which is no option/);
});
