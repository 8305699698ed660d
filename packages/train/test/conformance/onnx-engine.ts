import type { CompileOptions, Loss, StepInputs } from "segloss";
import { makeFields } from "../../../segloss/src/engines/make-fields.ts";
import { readOptions } from "../../../segloss/src/engines/read-options.ts";
import { validPixels } from "../../../segloss/src/engines/valid-pixels.ts";
import { makePlan } from "../../../segloss/src/plan/plan.ts";
import type { Setting } from "../../../segloss/src/plan/setting.ts";
import type { EngineUnderTest, StepUnderTest } from "../../../segloss/test/conformance/suite.ts";
import { lossModel } from "../../src/loss/index.ts";
import { emptyTensor, floatTensor, type Runtime } from "../../src/runtime/runtime.ts";

/** Losses as ONNX models, run by onnxruntime: an engine for the conformance suite. */
export function onnxEngine(runtime: Runtime): EngineUnderTest {
  return { name: "onnx", compile: (loss, options) => compile(runtime, loss, options) };
}

async function compile(runtime: Runtime, loss: Loss, options: CompileOptions): Promise<StepUnderTest> {
  const setting = readOptions(options);
  const { batch, channels, space, link, weighted, targets } = setting;
  const ignoring = setting.ignore.length > 0 || setting.masked;
  const shape = [batch, channels, ...space];
  const model = lossModel(loss, shape, { classes: channels, link, ignoring, weighted, targets });
  const session = await runtime.session(model, { threads: 1 });
  const plan = makePlan(loss, setting);
  const perPixel = [batch, 1, ...space];
  return {
    async run(inputs: StepInputs): Promise<number> {
      const valid = validPixels(inputs, setting);
      const maps: Record<string, ArrayLike<number>> = {
        ...makeFields(plan, inputs, valid),
        ...inputs.maps,
        ...(ignoring && { valid }),
        ...(weighted && { weights: inputs.weights as Float32Array }),
      };
      const ofClasses = new Set(plan.classFields.map(({ name }) => name));
      const feeds = Object.entries(maps).map(([name, data]) => [
        name,
        ofClasses.has(name)
          ? floatTensor(channelsFirst(data, { ...setting, layout: "channels-last" }), shape)
          : floatTensor(Float32Array.from(data), perPixel),
      ]);
      if (plan.usesProgress)
        feeds.push(["progress", floatTensor(Float32Array.of(inputs.progress as number), [])]);
      const value = emptyTensor("float32", []);
      const gradient = emptyTensor("float32", shape);
      const logits = floatTensor(channelsFirst(inputs.logits, setting), shape);
      const truth = floatTensor(targetValues(inputs, setting, valid), shape);
      await session.run({ logits, targets: truth, ...Object.fromEntries(feeds) }, { value, gradient });
      inputs.gradient?.set(backToLayout(gradient.data as Float32Array, setting));
      return Number(value.data[0]);
    },
    dispose: () => session.release(),
  };
}

/** Index in the caller's layout for each index of [N, K, ...space]. */
function order({ batch, channels, space, layout }: Setting): Int32Array {
  const pixels = space.reduce((a, b) => a * b, 1);
  return Int32Array.from({ length: batch * channels * pixels }, (_, k) => {
    if (layout === "channels-first") return k;
    const [n, rest] = [Math.floor(k / (channels * pixels)), k % (channels * pixels)];
    return (n * pixels + (rest % pixels)) * channels + Math.floor(rest / pixels);
  });
}

function channelsFirst(data: ArrayLike<number>, setting: Setting): Float32Array {
  return Float32Array.from(order(setting), (from) => data[from]);
}

function backToLayout(data: Float32Array, setting: Setting): Float32Array {
  const out = new Float32Array(data.length);
  order(setting).forEach((to, k) => {
    out[to] = data[k];
  });
  return out;
}

/** One-hot targets, none at pixels that are left out. */
function targetValues(inputs: StepInputs, setting: Setting, valid: Uint8Array): Float32Array {
  if (setting.targets === "soft") return channelsFirst(inputs.targets, setting);
  const { batch, channels, space } = setting;
  const pixels = space.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: batch * channels * pixels }, (_, k) => {
    const pixel = Math.floor(k / (channels * pixels)) * pixels + (k % pixels);
    if (!valid[pixel]) return 0;
    const channel = Math.floor(k / pixels) % channels;
    return inputs.targets[pixel] === (channels === 1 ? 1 : channel) ? 1 : 0;
  });
}
