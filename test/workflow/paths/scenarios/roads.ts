/** Stretches that many paths have in common. */
export const quickFix = "Triage, Next phase, Quick fix, Decide";
export const act = "Apply, Settle, Verify, Verified";
export const human = "Escalate, Await human, Answered";
export const resolved = `${human}, Learn`;
export const consult = "Consult, Consensus, Decide";
