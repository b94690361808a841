const lines = [
  "Wrote the first note on the engine.",
  "Found a moth in the relay.",
  "The tape is longer than I thought.",
  "A shorter path, again.",
  "Two types walk into a bar.",
];
const tags = ["compilers", "relays", "tapes", "graphs", "types", "proofs", "engines"];

export function feedOf(user, length) {
  return Array.from({ length: Math.min(length, lines.length) }, (_, at) => ({
    id: `${user}-${at + 1}`,
    text: lines[(at + user.length) % lines.length],
  }));
}

export function trendingTags(members) {
  const counts = new Map();
  for (const member of members) {
    for (const tag of member.tags) counts.set(tag % tags.length, (counts.get(tag % tags.length) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, 3)
    .map(([tag, count]) => ({ tag: tags[tag], count }));
}
