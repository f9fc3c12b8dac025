/** Names that the language and test tools look for on any object. */
const ASKED_BY_OTHERS = new Set(['then', 'toJSON', 'constructor', 'asymmetricMatch', 'nodeType', 'domain']);

/**
 * A member that the double does not have must fail loudly: a program that quietly got `undefined` would behave otherwise than
 * in Electron. The guard stands behind the object's own prototype, so that objects stay who they are.
 */
export function strict<T extends object>(name: string, target: T): T {
  const guard = new Proxy(Object.getPrototypeOf(target) as object, {
    get(base, key, receiver) {
      if (typeof key === 'string' && !(key in base) && !key.startsWith('_') && !ASKED_BY_OTHERS.has(key)) throw new Error(`The double of Electron has no ${name}.${key}`);
      return Reflect.get(base, key, receiver) as unknown;
    },
  });
  return Object.setPrototypeOf(target, guard) as T;
}
