// Unit tests of the scripts stand beside them: src/live.test.ts tests src/live.ts.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/**/*.test.ts"], reporters: ["dot"], passWithNoTests: false },
});
