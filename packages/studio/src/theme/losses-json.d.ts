// The build writes this file; its types are known before.
declare module "*/.cache/losses.json" {
  const tables: Record<"en" | "ko", import("../site/loss-table-data.ts").LossTableData>;
  export = tables;
}
