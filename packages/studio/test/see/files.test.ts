import { encodeNpy } from "@segloss/io";
import { describe, expect, it } from "vitest";
import { layPictureFile } from "../../src/see/files/lay-picture-file.ts";
import { loadOnto } from "../../src/see/files/load-onto.ts";
import { readPictureFile } from "../../src/see/files/read-picture-file.ts";
import { emptyPicture, IGNORED, SIZE } from "../../src/see/picture/picture.ts";
import { sceneNamed } from "../../src/see/scenes/index.ts";

/** A mask of 512 x 256 pixels whose left half is `label`. */
function mask(label: number, other = 0): Uint8Array {
  const data = Uint8Array.from({ length: 512 * 256 }, (_, i) => (i % 512 < 256 ? label : other));
  return encodeNpy({ data, shape: [256, 512] });
}

describe("a file as truth", () => {
  it("is scaled without being stretched; beside it nothing is true", async () => {
    const file = await readPictureFile("a.npy", mask(1));
    const { truth } = layPictureFile(emptyPicture(), file, "truth");
    const at = (x: number, y: number): number => truth[y * SIZE + x];
    expect([at(0, 128), at(127, 128), at(128, 128), at(0, 63), at(0, 64), at(0, 191), at(0, 192)]).toEqual([
      1, 1, 0, 0, 1, 1, 0,
    ]);
  });

  it("255 alone is foreground, beside another label it leaves out", async () => {
    const white = layPictureFile(emptyPicture(), await readPictureFile("a.npy", mask(255)), "truth");
    expect(white.truth[128 * SIZE]).toBe(1);
    const both = layPictureFile(emptyPicture(), await readPictureFile("a.npy", mask(1, 255)), "truth");
    expect([both.truth[128 * SIZE], both.truth[128 * SIZE + 200]]).toEqual([1, IGNORED]);
  });

  it("has hard labels, also where the scene's were soft", async () => {
    const soft = sceneNamed("soft").paint(1);
    expect(layPictureFile(soft, await readPictureFile("a.npy", mask(1)), "truth").soft).toBeNull();
  });
});

describe("a file as prediction", () => {
  it("of probabilities becomes their logits", async () => {
    const data = Float32Array.from({ length: SIZE ** 2 }, (_, i) => (i % SIZE) / SIZE);
    const file = await readPictureFile("p.npy", encodeNpy({ data, shape: [SIZE, SIZE] }));
    const { logits, truth } = layPictureFile(emptyPicture(), file, "prediction");
    expect(logits[64]).toBeCloseTo(Math.log(1 / 3), 5);
    expect(logits[0]).toBe(-12);
    expect(truth.some(Boolean)).toBe(false);
  });

  it("of labels is sure of them", async () => {
    const file = await readPictureFile("a.npy", mask(1));
    const { logits } = layPictureFile(emptyPicture(), file, "prediction");
    expect([logits[128 * SIZE], logits[128 * SIZE + 200]]).toEqual([4, -4]);
  });
});

it("a file that is none says what is expected", async () => {
  await expect(readPictureFile("a.xyz", mask(1))).rejects.toThrow(/^a\.xyz: expected one of PNG \(\.png\)/);
  await expect(readPictureFile("a.png", mask(1))).rejects.toThrow(/a\.png/);
});

it("a prediction of another size than the truth's file is told with the truth's", async () => {
  const fileOf = (height: number, width: number): File => {
    const data = new Uint8Array(height * width).fill(1);
    return new File([encodeNpy({ data, shape: [height, width] }) as BlobPart], "a.npy");
  };
  const { picture } = await loadOnto(emptyPicture(), fileOf(40, 60), "truth");
  const other = await loadOnto(picture, fileOf(40, 50), "prediction");
  expect(other.otherSize).toEqual({ width: 60, height: 40 });
  expect((await loadOnto(picture, fileOf(40, 60), "prediction")).otherSize).toBeUndefined();
  expect((await loadOnto(emptyPicture(), fileOf(40, 60), "prediction")).otherSize).toBeUndefined();
});
