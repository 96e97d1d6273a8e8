/** What the service asks of a new password. */
export const PASSWORD = { minLength: 10, maxLength: 128 } as const;
