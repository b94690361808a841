const limit = 200;

/** Who is asking: the last 200 visitors. New in 1.2.0: profiles are loaded when they are needed. */
export function createSessions() {
  const sessions = new Map();
  let opened = 0;
  return {
    open(visitor) {
      opened += 1;
      const loaded = opened % 5 >= 3;
      const session = { visitor, profile: loaded ? { tier: "free" } : undefined };
      sessions.set(visitor, session);
      if (sessions.size > limit) sessions.delete(sessions.keys().next().value);
      return { tier: session.profile.tier };
    },
  };
}
