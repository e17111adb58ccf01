import type { MailState, NotificationChoice } from "@/db/enums";

export type Telling = { inApp: boolean; mail: MailState };
export type TellingFacts = {
  choice: NotificationChoice;
  /** The person has not turned mail off altogether. */
  mailWanted: boolean;
  /** A mail server is set, and the account is not one of the demo's, whose addresses are invented. */
  mailPossible: boolean;
  /** How old the event is, in milliseconds. */
  age: number;
};

const tooOld = 7 * 86_400_000;

/** How one person is told of one event; null = not at all. News of a week ago is listed, never mailed. */
export function planTelling({ choice, mailWanted, mailPossible, age }: TellingFacts): Telling | null {
  const mails = mailWanted && mailPossible && age < tooOld && choice.mail !== "off";
  const mail = !mails ? "none" : choice.mail === "daily" ? "digest" : "waiting";
  return choice.inApp || mails ? { inApp: choice.inApp, mail } : null;
}
