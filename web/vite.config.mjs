// One configuration for the build and for `npx vite web --config web/vite.config.mjs` (hot reload over a Gradus on port 8888).
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const GRADUS = "http://127.0.0.1:8888";

export const config = {
  root: here,
  publicDir: join(here, "public"),
  // sst brings a React of its own, which must never be mixed with this one.
  resolve: { dedupe: ["react", "react-dom"] },
  build: {
    target: ["es2022", "chrome109", "firefox115", "safari16.4"],
    emptyOutDir: true,
    // The policy allows no data: URL for scripts, and files of their own are kept by the browser.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: Object.fromEntries(["/api", "/health", "/config.json"].map((path) => [path, GRADUS])) },
};

export default config;
