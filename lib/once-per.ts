/** The same function, computed once for each object it is given; object and result are not changed afterwards. */
export function oncePer<From extends object, To>(compute: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, { result: To }>();
  return (from) => {
    const found = known.get(from) ?? { result: compute(from) };
    known.set(from, found);
    return found.result;
  };
}
