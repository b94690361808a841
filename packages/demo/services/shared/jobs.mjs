/** Background work: repeats, can be paused, and a pause also cancels a run that got away. */
export function createJobs(log) {
  const jobs = [];
  let paused = false;
  let runaway = false;

  const burn = () => {
    if (!runaway) return;
    const until = performance.now() + 150;
    let found = 0;
    for (let n = 2; performance.now() < until; n += 1) if (Math.sqrt(n) % 1 === 0) found += 1;
    setTimeout(burn, found > 0 ? 15 : 16);
  };

  return {
    every(name, milliseconds, run) {
      const job = { name, runs: 0, failures: 0, lastRun: Date.now() };
      jobs.push(job);
      const once = async () => {
        if (paused) return;
        try {
          await run();
          job.runs += 1;
          job.lastRun = Date.now();
        } catch (error) {
          job.failures += 1;
          log.error(`job ${name} failed`, error);
        }
      };
      const timer = setInterval(() => void once(), milliseconds);
      timer.unref();
    },
    list: () => jobs,
    isPaused: () => paused,
    pause() {
      paused = true;
      runaway = false;
    },
    resume() {
      paused = false;
    },
    /** A reindex that never ends: about nine tenths of one core, in slices. */
    runAway() {
      if (runaway) return;
      runaway = true;
      burn();
    },
    inFlight: () => (runaway ? 1 : 0),
  };
}
