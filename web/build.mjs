// Bundles each screen: src/NAME.ts and src/NAME.css become static/dist/NAME.js and NAME.css.
// Files in folders under src/ are parts, bundled into the screens that import them.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const screens = readdirSync("src").filter((name) => /\.(ts|tsx|css)$/.test(name) && !/\.(test|d)\.ts$/.test(name));

await build({
  entryPoints: screens.map((name) => `src/${name}`),
  outdir: "static/dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome110", "safari16", "firefox115"],
  minify: true,
  sourcemap: true,
  chunkNames: "parts/[name]-[hash]",
  assetNames: "parts/[name]-[hash]",
  loader: { ".png": "file", ".svg": "file", ".woff2": "file" },
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "info",
});
