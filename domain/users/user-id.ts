const USER_ID = /^[1-9][0-9]{9}$/;

/** Whether a text has the form of a user ID: 10 decimal digits, no leading zero [g 57]. */
export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}
