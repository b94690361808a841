// npm run verify: format, lint (type-aware, import rules), types, dead code, documentation references. No network, seconds.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const bin = (name) => join(root, "node_modules", ".bin", name);

const steps = [
  ["format", [bin("oxfmt"), "--check", "."]],
  ["lint", [bin("oxlint"), "--type-aware", "--deny-warnings", "."]],
  ["types", [bin("tsc"), "--noEmit", "-p", "tsconfig.json"]],
  ["types of the stacks", [bin("tsc"), "--noEmit", "-p", "stacks"]],
  ["types of the site", [bin("tsc"), "--noEmit", "-p", "web"]],
  ["dead code", [bin("knip"), "--no-progress"]],
];

function run(name, [command, ...args]) {
  const started = Date.now();
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (d) => (output += d));
    child.stderr.on("data", (d) => (output += d));
    child.on("error", (error) => done({ name, ok: false, output: String(error), ms: Date.now() - started }));
    child.on("close", (code) => done({ name, ok: code === 0, output, ms: Date.now() - started }));
  });
}

/** Files and npm scripts that the documents name must exist. */
function documentation() {
  const started = Date.now();
  const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
  const documents = [
    ...readdirSync(root).filter((f) => f.endsWith(".md")),
    "web/README.md",
    ...readdirSync(join(root, "docs"), { recursive: true })
      .map(String)
      .filter((f) => f.endsWith(".md"))
      .map((f) => `docs/${f}`),
  ];
  const problems = [];
  for (const document of documents) {
    const text = readFileSync(join(root, document), "utf8");
    for (const [, path] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)) {
      if (!existsSync(resolve(root, dirname(document), path)))
        problems.push(`${document}: link to ${path}, which is not there`);
    }
    for (const [, path] of text.matchAll(
      /`((?:packages|functions|stacks|docs|test|scripts|bin|web)\/[\w./-]+)`/g,
    )) {
      if (!existsSync(join(root, path))) problems.push(`${document}: names ${path}, which is not there`);
    }
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) {
      if (!(script in scripts)) problems.push(`${document}: npm run ${script} is no script`);
    }
  }
  return {
    name: "documentation",
    ok: problems.length === 0,
    output: problems.join("\n"),
    ms: Date.now() - started,
  };
}

const results = [...(await Promise.all(steps.map(([name, command]) => run(name, command)))), documentation()];
for (const { name, ok, output, ms } of results) {
  process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name} (${(ms / 1000).toFixed(1)} s)\n`);
  if (!ok) process.stdout.write(`${output.trim()}\n`);
}
process.exit(results.every((r) => r.ok) ? 0 : 1);
