// Unit tests of the scripts stand beside them: src/live.test.ts tests src/live.ts.
import { defineConfig } from "vitest/config";

export default defineConfig({
  // One worker for all: none of the scripts keeps anything between its tests, and a worker for each costs four times as much.
  test: { include: ["src/**/*.test.ts"], reporters: ["dot"], passWithNoTests: false, isolate: false, maxWorkers: 1 },
});
