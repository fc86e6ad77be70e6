import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { thirdPartyNotices } from "./build/notices.ts";

/** One self-contained ES module (React, React Flow, CodeMirror and all CSS), committed beside the Python package. */
export default defineConfig({
  plugins: [react(), thirdPartyNotices()],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: "../design_sandbox/ui/static",
    emptyOutDir: false,
    target: "es2022",
    sourcemap: false,
    lib: { entry: "src/index.tsx", formats: ["es"], fileName: () => "workbench.js" },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node", pool: "threads", maxWorkers: 1 },
});
