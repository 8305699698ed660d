import { describe } from "vitest";
import { webgpu } from "../../../src/webgpu/index.ts";
import { conformance } from "../../conformance/suite.ts";
import { softwareDevices } from "./software-device.ts";
const TOLERANCES = { value: 1e-6, valueAbsolute: 1e-7, gradient: 1e-5, gradientAbsolute: 1e-7 };
const makeDevice = await softwareDevices();
const engine = webgpu({ device: await makeDevice() });
describe("webgpu", () => { conformance(engine, { tolerances: TOLERANCES }); });
