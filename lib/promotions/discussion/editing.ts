/** How long a comment can be put right by its author. */
export const editableHours = 24;

type Comment = { userId: string; createdAt: Date; isResolved: boolean };

/** Why this person may not edit the comment now; null when they may. */
export function editRefusal({ userId, createdAt, isResolved }: Comment, actorUserId: string, now: Date): string | null {
  if (userId !== actorUserId) return "Only its author edits a comment. Reply to it instead.";
  if (isResolved) return "The thread is resolved. Reopen it before you edit.";
  if (now.getTime() - createdAt.getTime() > editableHours * 3_600_000)
    return `A comment can be edited for ${editableHours} hours. Reply with what should be added.`;
  return null;
}
