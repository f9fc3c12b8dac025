/** The user without rights. */
const NOBODY = 65_534;

/** Permissions do not stop root, so that root becomes somebody else for the moment. */
export async function asNobody<T>(work: () => T | Promise<T>): Promise<T> {
  const isRoot = process.getuid!() === 0;
  if (isRoot) process.seteuid!(NOBODY);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}
