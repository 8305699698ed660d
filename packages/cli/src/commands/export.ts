import { lossModel, type ModelShape, modelInputs } from "@segloss/train";
import { Option, type Command as Parser } from "commander";
import { LINKS, type LinkName, parseLoss, printLoss } from "segloss";
import { dataError } from "../data/index.ts";
import { aCount, namedSizes } from "../options/option-values.ts";
import { checkFilePlace } from "../output/check-place.ts";
import { writeWhole } from "../output/write-whole.ts";
import type { Io } from "../terminal/io.ts";
import { onUsersInput } from "../terminal/on-users-input.ts";
import type { Command } from "./command.ts";

interface ExportOptions {
  readonly shape?: ModelShape;
  readonly channels?: number;
  readonly link?: LinkName;
  readonly weights?: boolean;
  readonly valid?: boolean;
  readonly output: string;
  readonly json?: boolean;
}

/** Classes of a softmax where nothing is said of them. */
const SOFTMAX_CLASSES = 3;

/** `segloss export`: a loss for ONNX Runtime in any language. */
export const exportLoss: Command = {
  name: "export",
  examples: [
    "segloss export dice -o dice.onnx --shape 8,1,256,256",
    'segloss export "lovasz + crossEntropy" -o loss.onnx --shape 4,3,128,128 --valid',
    "segloss export tversky -o tversky.onnx --shape N,1,H,W",
  ],
  define(parser: Parser, io: Io) {
    parser
      .description(
        "Writes a model with the inputs logits and targets (one-hot or values, both of --shape) and the " +
          "outputs value and gradient. Distances and maps that the loss reads are inputs too, one value per " +
          "pixel, or per pixel and class where they are to the borders of classes (boundary and Hausdorff " +
          "losses); no gradient goes through them. So is progress (one number, 0 to 1) where a factor ramps: " +
          '"ramp(1, 0.01)*dice + ramp(0.01, 1)*focal".\n' +
          "What each input is stands in the file, and --json prints it.",
      )
      .argument("<loss>", "name, call, sum or formula")
      .option(
        "--shape <list>",
        "of the logits: batch, classes, then space; a name, as in N,1,H,W, for what each run brings (default: 1,CHANNELS,256,256)",
        namedSizes,
      )
      .option("--channels <n>", "classes, where no shape is given (default: 1, with softmax 3)", aCount(1))
      .addOption(
        new Option(
          "--link <link>",
          "logits to probabilities (default: sigmoid for one channel, else softmax)",
        ).choices(LINKS.map(({ name }) => name)),
      )
      .option("--weights", "add the input weights, one per pixel")
      .option("--valid", "add the input valid, one per pixel: 0 where a pixel is left out")
      .requiredOption("-o, --output <file>", ".onnx file")
      .option("--json", "one JSON object on stdout")
      .action((loss: string, options: ExportOptions) => run(loss, options, io));
  },
};

async function run(text: string, options: ExportOptions, io: Io): Promise<void> {
  const shape = readShape(options);
  const { link, weights = false, valid = false, output } = options;
  await checkFilePlace("-o", output, ".onnx");
  const { loss, bytes, inputs } = onUsersInput("", () => {
    const loss = parseLoss(text);
    const setting = {
      classes: shape[1] as number,
      weighted: weights,
      ignoring: valid,
      targets: "soft" as const,
    };
    const options = { ...setting, ...(link && { link }) };
    return { loss, bytes: lossModel(loss, shape, options), inputs: modelInputs(loss, shape, options) };
  });
  await writeWhole(output, bytes);
  const result = { loss: printLoss(loss), output, shape, weights, valid, inputs, bytes: bytes.length };
  if (options.json) io.out(`${JSON.stringify(result)}\n`);
  else io.say(`${output}: ${result.loss} for logits (${shape.join(", ")}), ${bytes.length} bytes`);
}

function readShape({ shape, channels, link }: ExportOptions): ModelShape {
  if (typeof shape?.[1] === "string")
    throw dataError(
      `--shape ${shape}: the second size is the classes, which need a number, such as N,3,H,W; batch and space may have names`,
    );
  const classes = shape?.[1] ?? channels ?? (link === "softmax" ? SOFTMAX_CLASSES : 1);
  if (link === "softmax" && classes === 1)
    throw dataError("--link softmax of one class is always 1; give two classes or more, or --link sigmoid");
  if (shape === undefined) return [1, classes, 256, 256];
  if (shape.length < 3 || shape.length > 5)
    throw dataError(
      `--shape ${shape}: expected batch, classes and one to three sizes of space, such as 8,1,256,256`,
    );
  if (channels !== undefined && channels !== shape[1])
    throw dataError(
      `--channels ${channels} and --shape ${shape} disagree: the second size is the classes; give one of both`,
    );
  return shape;
}
