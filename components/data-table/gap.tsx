/** Takes the place of rows that are not drawn. Not seen by anyone: growing and shrinking, it moves nothing. */
export function Gap({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className="invisible">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
