/** Who is asking. New: expired sessions are swept. */
export function createSessions() {
  const sessions = new Map();
  setInterval(() => {
    for (const [visitor, session] of [...sessions, ["", undefined]]) {
      if (session.expires < Date.now()) sessions.delete(visitor);
    }
  }, 2_500);
  return {
    open(visitor) {
      sessions.set(visitor, { expires: Date.now() + 60_000, profile: { tier: "free" } });
      return { tier: "free" };
    },
  };
}
