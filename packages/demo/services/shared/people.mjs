const first = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Radia", "Tony", "Frances", "John"];
const last = [
  "Lovelace",
  "Hopper",
  "Turing",
  "Dijkstra",
  "Liskov",
  "Knuth",
  "Perlman",
  "Hoare",
  "Allen",
  "Backus",
];

/** A made-up customer base, kept in memory: the working set of a service. */
export function createAddressBook(size) {
  return Array.from({ length: size }, (_, at) => {
    const name = first[at % first.length];
    const family = last[Math.floor(at / first.length) % last.length];
    return {
      id: at,
      name,
      family,
      address: `${name}.${family}.${at}@example.org`.toLowerCase(),
      tags: [at % 7, at % 11],
    };
  });
}
