import { memoryJournal } from "../../src/runner/index.ts";
import { journalContract } from "./journal-contract.ts";

journalContract("in memory", () => ({ journal: memoryJournal() }));
