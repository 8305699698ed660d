/**
 * What the engine uses of WebGPU, as types of its own: `GPUDevice` of lib.dom, of @webgpu/types and of Dawn for Node fit them, and
 * whoever has none of these need not install any to use the types of this package.
 */
export interface GpuDevice {
  readonly limits: GpuLimits;
  readonly features: { has(name: string): boolean };
  readonly queue: GpuQueue;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(descriptor: { label?: string; size: number; usage: number }): GpuBuffer;
  createShaderModule(descriptor: { label?: string; code: string }): GpuShaderModule;
  createBindGroupLayout(descriptor: {
    label?: string;
    entries: {
      binding: number;
      visibility: number;
      buffer: { type: "uniform" | "storage" | "read-only-storage" };
    }[];
  }): GpuHandle;
  createPipelineLayout(descriptor: { bindGroupLayouts: Foreign[] }): GpuHandle;
  createBindGroup(descriptor: {
    label?: string;
    layout: Foreign;
    entries: { binding: number; resource: { buffer: Foreign; offset?: number; size?: number } }[];
  }): GpuHandle;
  createComputePipeline(descriptor: {
    label?: string;
    layout: Foreign;
    compute: { module: Foreign; entryPoint: string };
  }): GpuHandle;
  createComputePipelineAsync(descriptor: {
    label?: string;
    layout: Foreign;
    compute: { module: Foreign; entryPoint: string };
  }): Promise<GpuHandle>;
  createCommandEncoder(descriptor?: { label?: string }): GpuEncoder;
  createQuerySet(descriptor: { type: "timestamp"; count: number }): GpuQuerySet;
  pushErrorScope(filter: "validation" | "out-of-memory" | "internal"): unknown;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

/** What the device takes of its own: it alone can tell one handle from another. */
// biome-ignore lint/suspicious/noExplicitAny: parameters of the device's own types take nothing else.
type Foreign = any;

/** Something of a device that only the device looks into. */
export interface GpuHandle {
  readonly label: string;
}

export interface GpuQuerySet extends GpuHandle {
  destroy(): unknown;
}

export interface GpuLimits {
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly minStorageBufferOffsetAlignment: number;
  readonly minUniformBufferOffsetAlignment: number;
}

/** A `GPUBuffer`, and as good as one for lib.dom. */
export interface GpuBuffer extends GpuHandle {
  readonly size: number;
  readonly usage: number;
  readonly mapState: "unmapped" | "pending" | "mapped";
  mapAsync(mode: number, offset?: number, size?: number): Promise<void>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GpuShaderModule extends GpuHandle {
  getCompilationInfo(): Promise<{
    readonly messages: readonly {
      readonly type: string;
      readonly message: string;
      readonly lineNum: number;
    }[];
  }>;
}

export interface GpuQueue {
  submit(commands: Foreign[]): unknown;
  writeBuffer(buffer: Foreign, offset: number, data: ArrayBufferView<ArrayBuffer>): unknown;
  onSubmittedWorkDone(): Promise<unknown>;
}

export interface GpuEncoder {
  beginComputePass(descriptor?: {
    label?: string;
    timestampWrites?: {
      querySet: Foreign;
      beginningOfPassWriteIndex?: number;
      endOfPassWriteIndex?: number;
    };
  }): GpuPass;
  copyBufferToBuffer(from: Foreign, fromOffset: number, to: Foreign, toOffset: number, size: number): unknown;
  clearBuffer(buffer: Foreign, offset?: number, size?: number): unknown;
  resolveQuerySet(set: Foreign, first: number, count: number, to: Foreign, offset: number): unknown;
  finish(): GpuHandle;
}

export interface GpuPass {
  setPipeline(pipeline: Foreign): unknown;
  setBindGroup(index: number, group: Foreign, dynamicOffsets?: number[]): unknown;
  dispatchWorkgroups(x: number, y?: number, z?: number): unknown;
  end(): unknown;
}
