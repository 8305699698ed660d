import { topological } from "../../formula/expression.ts";
import type { OpName } from "../../formula/op-name.ts";
import type { LinkName } from "../../links/index.ts";
import type { Schedule } from "./schedule.ts";

/** Operations that make NaN or infinity of finite numbers. */
const RISKY: ReadonlySet<OpName> = new Set([
  "pow",
  "ratio",
  "log",
  "log1p",
  "sqrt",
  "exp",
  "expm1",
  "sinh",
  "cosh",
]);

/** Whether the gradient of finite inputs may be NaN or infinite, so that it has to be looked at. */
export function makesNaN({ scopes }: Schedule, link: LinkName): boolean {
  if (link === "none") return true;
  const gradients = scopes.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  return topological(gradients).some((e) => {
    if (e.kind !== "apply" || !(e.axes & 1) || !RISKY.has(e.op)) return false;
    const exponent = e.op === "pow" ? e.args[1] : null;
    return !(exponent?.kind === "number" && Number.isInteger(exponent.value) && exponent.value > 0);
  });
}
