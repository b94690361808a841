import { readFileSync, statSync } from "node:fs";

/** The one place where a service reads its environment. */
// oxlint-disable-next-line node/no-process-env
const variables = process.env;

export function text(name) {
  const value = variables[name];
  if (!value) throw new Error(`Environment variable ${name} is not set`);
  return value;
}

/** A whole base URL; throws ERR_INVALID_URL when the variable is missing or is not one. */
export function url(name) {
  return new URL(variables[name]);
}

/** Like `url`, but undefined when the variable is not there at all. */
export function optionalUrl(name) {
  return variables[name] === undefined ? undefined : url(name);
}

export function port(name) {
  const value = Number(text(name));
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new Error(`Environment variable ${name} must be a port number, got "${variables[name]}"`);
  }
  return value;
}

/**
 * Reads config.json strictly: every key of `shape` must be there with a value in range, and no other key.
 * The mode is checked by hand because root may read a file that nobody is allowed to read.
 */
export function readConfig(path, shape) {
  if ((statSync(path).mode & 0o400) === 0) {
    throw Object.assign(new Error(`EACCES: permission denied, open '${path}'`), {
      errno: -13,
      code: "EACCES",
      syscall: "open",
      path,
    });
  }
  const config = JSON.parse(readFileSync(path, "utf8"));
  for (const key of Object.keys(config)) {
    if (!(key in shape)) throw new Error(`config.json: unknown key "${key}"`);
  }
  for (const [key, rule] of Object.entries(shape)) {
    const value = config[key];
    const good = Array.isArray(rule)
      ? typeof value === "number" && value >= rule[0] && value <= rule[1]
      : typeof value === rule && value !== "";
    if (!good) {
      const wanted = Array.isArray(rule) ? `a number from ${rule[0]} to ${rule[1]}` : `a ${rule}`;
      throw new TypeError(`config.json: "${key}" must be ${wanted}, got ${JSON.stringify(value)}`);
    }
  }
  return config;
}
