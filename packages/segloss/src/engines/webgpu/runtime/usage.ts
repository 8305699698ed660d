/** Bits of `GPUBufferUsage`, `GPUShaderStage` and `GPUMapMode`, which hosts without a window do not name. */
export const USAGE = {
  mapRead: 0x0001,
  copySource: 0x0004,
  copyTarget: 0x0008,
  uniform: 0x0040,
  storage: 0x0080,
  queryResolve: 0x0200,
} as const;

export const COMPUTE_STAGE = 0x4;
export const MAP_READ = 0x1;
