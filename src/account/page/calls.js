/** The calls of this page, all of them to the server that it came from, and what refusals mean in a sentence. */

/** Milliseconds without an answer after which a call counts as lost. */
const PATIENCE = 30_000;

/** A call that was refused, or that nobody answered. */
export class Refusal extends Error {
  /**
   * @param {number} status of HTTP; 0 without an answer
   * @param {string} code
   * @param {string} message the server's own sentence
   * @param {number} wait seconds to wait before the next attempt
   */
  constructor(status, code, message, wait) {
    super(message);
    this.status = status;
    this.code = code;
    this.wait = wait;
  }
}

/**
 * @param {string} path
 * @returns {Promise<any>} what the server answers
 */
export function read(path) {
  return answerTo(path, {});
}

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>} what the server answers
 */
export function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return answerTo(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/**
 * Makes a call as the person who is signed in. The token that it takes is thrown away behind it.
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>} what the server answers
 */
export async function asPerson(method, path, headers = {}) {
  const { data } = await post("/auth/token");
  const credentials = /** @type {const} */ ("omit");
  return answerTo(path, { method, credentials, headers: { ...headers, Authorization: `Bearer ${data.token}` } });
}

/**
 * @param {string} path
 * @param {RequestInit} init
 */
async function answerTo(path, init) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(path, { ...init, cache: "no-store", signal }).catch(() => null);
  const value = await answer?.json().catch(() => null);
  if (answer?.ok) return value;
  const { code = "", message = "" } = value?.error ?? {};
  throw new Refusal(answer?.status ?? 0, value?.code ?? code, message, Number(answer?.headers.get("Retry-After") ?? 0));
}

/** @type {Readonly<Record<string, string>>} */
const SENTENCES = {
  INVALID_EMAIL_OR_PASSWORD: "The e-mail address or the password is wrong, or the address is not confirmed yet.",
  INVALID_EMAIL: "This is no e-mail address.",
  PASSWORD_TOO_SHORT: "The password is too short: it takes at least 10 characters.",
  PASSWORD_TOO_LONG: "The password is too long: it takes at most 128 characters.",
  ACCOUNT_SUSPENDED: "This account is suspended. Ask those who run this service.",
  INVALID_TOKEN: "This link is over, or it was used already.",
  INVALID_CODE: "This code is wrong. Authenticator apps show a new one every 30 seconds.",
  INVALID_BACKUP_CODE: "This code is wrong, or it was used already.",
  INVALID_TWO_FACTOR_COOKIE: "That took too long. Sign in again.",
  UNAUTHENTICATED: "You are signed out by now. Sign in again.",
};

/**
 * @param {unknown} error
 * @returns {string} what went wrong, and what to do
 */
export function sentenceOf(error) {
  if (!(error instanceof Refusal)) return `Something went wrong on this page: ${String(error)}`;
  const { status, code, message, wait } = error;
  if (status === 0) return "The server does not answer. Look whether you are online, and try again.";
  if (status === 429) return `That was tried too often. Try again in ${lasting(wait)}.`;
  if (status >= 500) return "The server cannot do that at the moment. Try again shortly.";
  return SENTENCES[code] ?? (message || "The server refused that.");
}

/** @param {number} seconds */
function lasting(seconds) {
  if (!(seconds > 0)) return "a few minutes";
  if (seconds < 60) return seconds === 1 ? "one second" : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "one minute" : `${minutes} minutes`;
}
