import { GradusError, type ServiceManager } from "@gradus/core";

export const ELSEWHERE = "this target lives on AWS, and this Gradus does not run there";

const refuse = async (): Promise<never> => {
  throw new GradusError("unavailable", ELSEWHERE);
};

/** Of a target on a platform that cannot be asked from here: nothing is known, and nothing is done. */
export const elsewhere: ServiceManager = {
  status: async () => ({ running: false, recentStarts: 0, unknown: ELSEWHERE }),
  start: refuse,
  stop: refuse,
  restart: refuse,
};
