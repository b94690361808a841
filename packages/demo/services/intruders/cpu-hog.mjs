// A batch program that takes every core: node cpu-hog.mjs
//
// The scheduler protects a service from a neighbour surprisingly well: with sched_autogroup the whole
// session of a hog counts as one competitor. So this one raises its own priority where it may (as a
// careless admin's batch job would), and else starts many small workers in sessions of their own.
import { spawn } from "node:child_process";
import { pbkdf2 } from "node:crypto";
import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

const threads = 16;
const workers = 32;

function raisePriority() {
  try {
    setPriority(-5);
  } catch {
    return false;
  }
  try {
    writeFileSync("/proc/self/autogroup", "-14");
  } catch {
    // No autogroups in this kernel: the priority of the threads counts.
  }
  return true;
}

/** Threads of the crypto pool, which inherit the priority: UV_THREADPOOL_SIZE must be at least as many. */
function burnInThreads() {
  const burn = () => pbkdf2("thumbnail", "salt", 500_000, 32, "sha256", burn);
  for (let thread = 0; thread < threads; thread += 1) burn();
}

function burnInWorkers() {
  const loop = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done";
  const script = `while kill -0 $0 2>/dev/null; do ${loop}; done`;
  for (let worker = 0; worker < workers; worker += 1) {
    spawn("/bin/sh", ["-c", script, String(process.pid)], { detached: true, stdio: "ignore" }).unref();
  }
}

if (raisePriority()) burnInThreads();
else burnInWorkers();
setTimeout(() => process.kill(process.pid, "SIGKILL"), 5 * 60_000);
