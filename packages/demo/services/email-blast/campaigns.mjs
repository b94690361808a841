export const campaigns = [
  {
    id: 1,
    name: "Spring sale",
    recipients: 1200,
    body: "Hello {name}, everything for the garden is 20 % off.",
  },
  { id: 2, name: "Welcome", recipients: 310, body: "Hello {name}, good to have you with us." },
  { id: 3, name: "Come back", recipients: 845, body: "Hello {name}, we have kept your basket." },
  { id: 4, name: "Product news", recipients: 2040, body: "Hello {name}, here is what is new this month." },
];

export function render(campaign, person, base) {
  const unsubscribe = new URL(`/unsubscribe/${campaign.id}`, base).href;
  return `${campaign.body.replaceAll("{name}", person.name)} Unsubscribe: ${unsubscribe}`;
}
