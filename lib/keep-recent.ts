/** Keeps what never changes under its key, such as a content digest, unless it is dropped; of more than `most` the one unused for longest goes. */
export function keepRecent<T>(most: number) {
  const kept = new Map<string, T>();
  const put = (key: string, value: T): T => {
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return value;
  };
  return {
    get: (key: string): T | undefined => {
      const found = kept.get(key);
      return found === undefined ? undefined : put(key, found);
    },
    put,
    drop: (key: string): boolean => kept.delete(key),
  };
}
