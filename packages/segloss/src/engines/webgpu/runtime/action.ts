import type { GpuBuffer, GpuHandle, GpuPass } from "../gpu-types.ts";
import type { Window } from "./windows.ts";

/** The buffers of a step bound for each window, and what else its kernels need. */
export interface Bound {
  readonly windows: readonly { readonly window: Window; readonly group: GpuHandle }[];
  /** The buffers of a kernel that has its own, with its parameters, sixteen at most, in a uniform one. */
  groupOf(layout: GpuHandle, buffers: readonly Bindable[], numbers: readonly number[]): GpuHandle;
  readonly own: GpuBuffer;
  readonly numbers: GpuBuffer;
  scratch(name: string): GpuBuffer;
}

/** A buffer, or a part of one. */
export interface Bindable {
  readonly buffer: GpuBuffer;
  readonly offset?: number;
  readonly size?: number;
}

/** Work that is put into the pass of a run. */
export type Action = (pass: GpuPass, bound: Bound) => void;

/** A buffer that only kernels use. */
export interface Scratch {
  readonly name: string;
  readonly bytes: number;
}
