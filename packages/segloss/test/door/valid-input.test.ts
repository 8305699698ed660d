import { describe } from "vitest";
import { validInputLaws } from "./valid-input-laws.ts";

describe("what is right is never refused", () => validInputLaws(12));
