/** What is set for people who sign in with Clerk. */

/** Which of Clerk's tokens are accepted. */
export interface ClerkSettings {
  /** URL of the instance's Frontend API, without a slash at the end: `iss` of its tokens, and where its keys are. */
  readonly issuer: string;
  /** Origins whose sign-ins count (`azp`); empty where it is not asked. */
  readonly authorizedParties: readonly string[];
  /** Has to be among the token's audiences; null where tokens have to have none. */
  readonly audience: string | null;
}
