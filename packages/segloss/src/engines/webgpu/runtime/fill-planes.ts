import type { Plan } from "../../../plan/plan.ts";
import { pixelsPerImage } from "../../../plan/setting.ts";
import type { StepInputs } from "../../engine.ts";
import { noInstances } from "../../make-fields.ts";
import { makeFieldPlanes } from "../fields/make-field-planes.ts";
import type { GpuBuffer, GpuEncoder } from "../gpu-types.ts";
import type { RunInputs } from "./run-inputs.ts";
import type { StepKernels } from "./step-kernels.ts";
import type { Workplace } from "./workplace.ts";

/** What planes are filled from. */
interface Filling {
  readonly inputs: RunInputs;
  readonly kernels: StepKernels;
  /** All inputs as arrays, where something is computed on the host. */
  readonly host: Partial<StepInputs> | null;
}

/**
 * Maps, instances and fields in arrays go to the engine's own planes.
 * @throws Error where distances are to instances and there are none
 */
export function writePlanes(
  { inputs, kernels, host }: Filling,
  { plan, live }: Workplace,
  own: GpuBuffer,
): void {
  const { batch } = plan.setting;
  const put = (name: string, values: Float32Array | Int32Array): void => {
    const each = values.length / batch;
    for (let image = 0; image < batch; image++)
      live.device.queue.writeBuffer(
        own,
        placeOfPlane(name, image, kernels, plan),
        values.slice(image * each, (image + 1) * each),
      );
  };
  for (const name of plan.maps) {
    const map = inputs.host.maps?.[name];
    if (map) put(name, Float32Array.from(map));
  }
  for (const name of inputs.gpu.instances ? [] : instancePlanes(plan)) {
    if (!inputs.host.instances) throw noInstances();
    put(name, Int32Array.from(inputs.host.instances));
  }
  if (host === null) return;
  for (const [name, values] of Object.entries(makeFieldPlanes(plan, host as StepInputs))) put(name, values);
}

/** The same of those that lie in buffers. */
export function copyPlanes(
  encoder: GpuEncoder,
  { inputs, kernels }: Filling,
  plan: Plan,
  own: GpuBuffer,
): void {
  const { maps, instances } = inputs.gpu;
  const bytes = 4 * pixelsPerImage(plan.setting);
  const copies = [
    ...Object.entries(maps).filter(([name]) => plan.maps.includes(name)),
    ...(instances ? instancePlanes(plan).map((name) => [name, instances] as const) : []),
  ];
  for (const [name, { buffer, offset }] of copies)
    for (let image = 0; image < plan.setting.batch; image++)
      encoder.copyBufferToBuffer(
        buffer,
        offset + image * bytes,
        own,
        placeOfPlane(name, image, kernels, plan),
        bytes,
      );
}

/** Planes that distances to instances are made from, and in. */
function instancePlanes({ fields }: Plan): string[] {
  return fields.flatMap(({ settings, d1 }) => (settings.cells === "instances" ? [d1] : []));
}

function placeOfPlane(
  name: string,
  image: number,
  { stride, compiled }: StepKernels,
  { setting }: Plan,
): number {
  const { offset } = compiled.planes.list[compiled.planes.indexOf(name)];
  return 4 * (image * stride + offset * pixelsPerImage(setting));
}
