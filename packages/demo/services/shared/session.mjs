const limit = 200;

/** Who is asking: the last 200 visitors, with what they looked at. */
export function createSessions() {
  const sessions = new Map();
  return {
    open(visitor) {
      const session = sessions.get(visitor) ?? { visitor, profile: { tier: "free" }, seen: 0 };
      session.seen += 1;
      sessions.delete(visitor);
      sessions.set(visitor, session);
      if (sessions.size > limit) sessions.delete(sessions.keys().next().value);
      return { tier: session.profile.tier };
    },
  };
}
