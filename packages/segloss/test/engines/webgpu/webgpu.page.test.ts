import { type GpuDevice, webgpu } from "segloss/webgpu";
import { describe } from "vitest";
import { conformance } from "../../conformance/suite.ts";
import { WEBGPU_TOLERANCES } from "./tolerances.ts";

/** The part of a page that is used here: the types of tests are those of Node. */
declare const navigator: {
  readonly gpu: { requestAdapter(): Promise<{ requestDevice(): Promise<GpuDevice> } | null> };
};

const adapter = await navigator.gpu.requestAdapter();
const device = (await adapter?.requestDevice()) as GpuDevice;
const engine = webgpu({ device });

describe("webgpu in a page of Chromium, a pair of the suite in 193", () => {
  conformance(engine, { tolerances: WEBGPU_TOLERANCES, every: 193 });
});
