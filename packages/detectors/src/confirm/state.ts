import type { Signal } from "@gradus/core";

/** One issue between its first look and its clearing. */
export interface Sighting {
  signal: Signal;
  firstAt: number;
  lastAt: number;
  /** Looks that saw it without a good one in between. */
  looks: number;
  confirmed: boolean;
  /** Set while a confirmed one is not seen any more: since when, and in how many looks. */
  good?: { since: number; looks: number };
}

export interface Blips {
  signal: Signal;
  times: number[];
}

/** What damping remembers of one target: plain JSON. Keys are fingerprints. */
export interface ConfirmState {
  sightings: Record<string, Sighting>;
  blips: Record<string, Blips>;
}

export const initialConfirm = (): ConfirmState => ({ sightings: {}, blips: {} });

export interface ConfirmOptions {
  /** A fault younger than this is a blip. */
  settleMs: number;
}

export interface Confirmed {
  state: ConfirmState;
  /** Every signal of this look that is confirmed, newly or before, and flapping. */
  confirmed: Signal[];
  /** When each confirmed signal's fault was first seen, by fingerprint. */
  since: Record<string, number>;
  pending: Array<{ fingerprint: string; symptom: string; firstAt: number; looks: number }>;
  /** Fingerprints that were confirmed and have now been gone for the settle time. */
  cleared: string[];
  /** Faults that healed by themselves before they were confirmed, seen to be gone in this look. */
  blips: Signal[];
  /** How soon to look again; absent when nothing is pending. */
  nextLookMs?: number;
}
