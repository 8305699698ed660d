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
    entries: Iterable<{
      binding: number;
      visibility: number;
      buffer: { type: "uniform" | "storage" | "read-only-storage" };
    }>;
  }): GpuHandle;
  // biome-ignore lint/suspicious/noExplicitAny: layouts are handles of the device, which only it can tell apart.
  createPipelineLayout(descriptor: { bindGroupLayouts: any[] }): GpuHandle;
  createBindGroup(descriptor: {
    label?: string;
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    layout: any;
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    entries: Iterable<{ binding: number; resource: { buffer: any; offset?: number; size?: number } }>;
  }): GpuHandle;
  createComputePipelineAsync(descriptor: {
    label?: string;
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    layout: any;
    // biome-ignore lint/suspicious/noExplicitAny: see above.
    compute: { module: any; entryPoint: string };
  }): Promise<GpuHandle>;
  createCommandEncoder(descriptor?: { label?: string }): GpuEncoder;
  createQuerySet(descriptor: { type: "timestamp"; count: number }): GpuQuerySet;
  pushErrorScope(filter: "validation" | "out-of-memory" | "internal"): undefined | void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

/** Something of a device that only the device looks into. */
export interface GpuHandle {
  readonly label: string;
}

export interface GpuQuerySet extends GpuHandle {
  destroy(): undefined | void;
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

/** A `GPUBuffer`. */
export interface GpuBuffer extends GpuHandle {
  readonly size: number;
  readonly usage: number;
  mapAsync(mode: number): Promise<undefined | void>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): undefined | void;
  destroy(): undefined | void;
}

export interface GpuShaderModule extends GpuHandle {
  getCompilationInfo(): Promise<{
    readonly messages: readonly { readonly type: string; readonly message: string; readonly lineNum: number }[];
  }>;
}

export interface GpuQueue {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  submit(commands: Iterable<any>): undefined | void;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  writeBuffer(buffer: any, offset: number, data: ArrayBufferView<ArrayBuffer>): undefined | void;
  onSubmittedWorkDone(): Promise<undefined | void>;
}

export interface GpuEncoder {
  beginComputePass(descriptor?: {
    label?: string;
    timestampWrites?: {
      // biome-ignore lint/suspicious/noExplicitAny: see above.
      querySet: any;
      beginningOfPassWriteIndex?: number;
      endOfPassWriteIndex?: number;
    };
  }): GpuPass;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  copyBufferToBuffer(from: any, fromOffset: number, to: any, toOffset: number, size: number): undefined | void;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  clearBuffer(buffer: any, offset?: number, size?: number): undefined | void;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  resolveQuerySet(set: any, first: number, count: number, to: any, offset: number): undefined | void;
  finish(): GpuHandle;
}

export interface GpuPass {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  setPipeline(pipeline: any): undefined | void;
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  setBindGroup(index: number, group: any, dynamicOffsets?: Iterable<number>): undefined | void;
  dispatchWorkgroups(x: number, y?: number, z?: number): undefined | void;
  end(): undefined | void;
}
