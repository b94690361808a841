// One configuration for the build and for `npx vite web --config web/vite.config.mjs` (hot reload over a Gradus on port 8888).
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const GRADUS = "http://127.0.0.1:8888";

const views = /\/web\/src\/views\/(?!overview\/)/;
/** What comes when it is asked for: all views but the overview, and what stands in src/app/late.ts. */
const comesLater = (id) =>
  views.test(id) ||
  /\/app\/(help|keys-shown|late|match|palette|palette-entries)\.tsx?$|uplot|virtual-core|react-virtual/.test(
    id,
  );

export const config = {
  root: here,
  publicDir: join(here, "public"),
  // sst brings a React of its own, which must never be mixed with this one.
  resolve: {
    dedupe: ["react", "react-dom"],
    // What wouter brings for React 17 is in React itself.
    alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: "react" }],
  },
  build: {
    target: ["es2022", "chrome109", "firefox115", "safari16.4"],
    emptyOutDir: true,
    // The policy allows no data: URL for scripts, and files of their own are kept by the browser.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Files that are compressed apart from each other share no words: what comes at the same time is one file (3 KB less).
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "first", test: (id) => !comesLater(id) },
            { name: "targets", test: (id) => /\/views\/targets?\/(?!chart)/.test(id) },
          ],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(["/api", "/health", "/config.json"].map((path) => [path, GRADUS])) },
};

export default config;
