import { type MailRhythm, type NotificationChoice, type NotificationKind, notificationKinds } from "@/db/enums";

type Kind = { label: string; hint: string; mail: MailRhythm };

/** What people can be told of, and how often they are mailed about it unless they say otherwise. */
export const kinds: Record<NotificationKind, Kind> = {
  decision: {
    label: "Your decision is wanted",
    hint: "A promotion waits for approval, or your approval became void.",
    mail: "at_once",
  },
  review: {
    label: "Your review is wanted",
    hint: "A card, a risk assessment, a policy or an access review waits for you.",
    mail: "at_once",
  },
  reminder: { label: "Reminders", hint: "What waits on you is due soon or overdue.", mail: "at_once" },
  escalation: { label: "Escalations", hint: "Something is overdue and waits on others.", mail: "at_once" },
  own_request: {
    label: "What you asked for",
    hint: "Your promotion was decided, blocked, carried out or expired.",
    mail: "at_once",
  },
  mention: {
    label: "Discussions",
    hint: "Somebody mentioned you or wrote in a discussion you are part of.",
    mail: "at_once",
  },
  rollout: { label: "Rollouts", hint: "A rollout that concerns you moved, waits or went back.", mail: "at_once" },
  named: { label: "Where you are named", hint: "You own the model or answer for the way back.", mail: "daily" },
  policy: { label: "Policies and waivers", hint: "Rules of the project changed.", mail: "daily" },
  integration: { label: "Integrations", hint: "A webhook was switched off.", mail: "at_once" },
  access: { label: "Your access", hint: "Your roles in the project changed.", mail: "at_once" },
};

export type Choices = Partial<Record<NotificationKind, NotificationChoice>>;

/** How a person is told of one kind. */
export const choiceFor = (kind: NotificationKind, choices: Choices): NotificationChoice =>
  choices[kind] ?? { inApp: true, mail: kinds[kind].mail };

/** Every kind with its choice, in the order of the settings page. */
export const allChoices = (choices: Choices): Record<NotificationKind, NotificationChoice> =>
  Object.fromEntries(notificationKinds.map((kind) => [kind, choiceFor(kind, choices)])) as Record<
    NotificationKind,
    NotificationChoice
  >;
