import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { call, mistake } from "./fake-io.ts";

it("prints source code, with the calls that are the same loss in front", async () => {
  const { code, out, said } = await call(
    "explain",
    "tversky(alpha=0.3, beta=0.7, smooth=1e-5)",
    "--as",
    "pytorch",
  );
  expect([code, said]).toEqual([0, []]);
  expect(out).toMatch(
    /^# The same loss is a call of:\n# {3}monai\.losses\.TverskyLoss\(sigmoid=True, alpha=0\.3, beta=0\.7\)\n/,
  );
  expect(out).toContain("\ndef tversky_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:\n");
});

it("says what the calls of other libraries do not do", async () => {
  const { out } = await call("explain", "crossEntropy", "--as", "pytorch", "--ignore", "255", "--weights");
  expect(out).toMatch(
    /^# Without --ignore, --weights the same loss is a call of:\n# {3}torch\.nn\.BCEWithLogitsLoss\(\)\n/,
  );
});

it("writes it to a file, or as JSON", async () => {
  const folder = mkdtempSync(join(tmpdir(), "segloss-source-"));
  const file = join(folder, "dice.js");
  const written = await call("explain", "dice", "--as", "tfjs", "-o", file);
  expect(written).toEqual({ code: 0, out: "", said: [`wrote diceLoss for tfjs to ${file}`] });
  expect(readFileSync(file, "utf8")).toContain("export function diceLoss(yTrue, yPred) {");
  rmSync(folder, { recursive: true });
  const { out } = await call(
    "explain",
    "dice",
    "--as",
    "jax",
    "--channels",
    "3",
    "--ignore",
    "255",
    "--weights",
    "--json",
  );
  const { as, name, channels, link, code, arguments: list } = JSON.parse(out);
  expect([as, name, channels, link]).toEqual(["jax", "dice_loss", 3, "softmax"]);
  expect(list.map((argument: { name: string }) => argument.name)).toEqual(["logits", "targets", "weights"]);
  expect(code).toContain("valid = targets != 255");
});

it.each([
  [
    ["dice", "--as", "torch"],
    /option '--as <library>' argument 'torch' is invalid\. Allowed choices are pytorch, jax, keras, tfjs\./,
  ],
  [["--as", "pytorch"], /missing required argument 'loss'/],
  [["dice", "--mask"], /--mask goes with --as: say for which library, pytorch, jax, keras, tfjs/],
  [["dice", "--as", "jax", "--latex"], /--latex and --as are two answers: ask for one of them/],
  [["dice", "--as", "jax", "--dimensions", "7"], /dimensions must be 1, 2 or 3, got 7/],
  [["mean(nosuch*p)", "--as", "jax"], /Unknown name "nosuch"/],
])("says what is wrong: %j", async (args, message) => {
  expect(await mistake("explain", ...args)).toMatch(message);
});

it("shows the text around a mistake in one line, and nothing that a terminal obeys", async () => {
  const said = await mistake("explain", `${"sum(p) + ".repeat(100)}nosuch*p \u001b[31m`);
  expect(said.length).toBeLessThan(400);
  expect(said).not.toMatch(/\p{Cc}/u);
});
