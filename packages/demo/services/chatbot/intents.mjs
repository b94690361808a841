const intents = [
  {
    id: "opening_hours",
    words: "hours open opening close when time",
    answer: "We are open Monday to Friday, 9:00 to 17:00.",
  },
  {
    id: "shipping",
    words: "shipping delivery send arrive parcel",
    answer: "Parcels arrive within two working days.",
  },
  {
    id: "returns",
    words: "returns return refund money back",
    answer: "You can return anything within 30 days.",
  },
  { id: "greeting", words: "hello hi good morning evening", answer: "Hello! How can I help?" },
];

const trigrams = (text) => {
  const padded = `  ${text.toLowerCase()} `;
  return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
};

export function trainIndex() {
  return intents.map((intent) => ({ intent, known: new Set(intent.words.split(" ").flatMap(trigrams)) }));
}

/** The intent that shares most trigrams with the question. */
export function bestIntent(index, question) {
  const asked = trigrams(question);
  const scored = index.map(({ intent, known }) => ({
    intent,
    confidence: asked.filter((part) => known.has(part)).length / asked.length,
  }));
  return scored.reduce((best, next) => (next.confidence > best.confidence ? next : best));
}
