/** Hashing and randomness, injected so that core stays pure and tests stay repeatable. */
export interface Crypto {
  /** Hex SHA-256 of UTF-8 text. */
  sha256(text: string): string;
  /** Hex HMAC-SHA-256 of UTF-8 text. */
  hmac(key: string, text: string): string;
  /** A random, URL-safe id of at least 96 bits. */
  randomId(): string;
}
