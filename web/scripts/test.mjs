// Compiles the tests (Node runs no TypeScript before 22.6) and runs them by Node's test runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL("../test/", import.meta.url));
const compiled = fileURLToPath(new URL("../node_modules/.cache/fairwell-tests/", import.meta.url));

const names = (await readdir(tests)).filter((name) => name.endsWith(".test.ts")).sort();
await rm(compiled, { recursive: true, force: true });
await build({
  entryPoints: names.map((name) => join(tests, name)),
  outdir: compiled,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: ["node20"],
  sourcemap: "inline",
  logLevel: "warning",
});
const files = names.map((name) => join(compiled, name.replace(/\.ts$/, ".mjs")));
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...files], {
  stdio: "inherit",
});
process.exitCode = run.status ?? 1;
