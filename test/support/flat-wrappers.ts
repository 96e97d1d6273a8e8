/**
 * The test pool wraps the prototype of its entry class in one more Proxy each time the class is constructed: for every
 * request and every object. Property reads then pass through all of them, and the thousandth request of a file takes
 * a second. The wrappers of one class are alike, so a prototype that is wrapped already is left as it is.
 */
const wrapped = new WeakSet<object>();

/** `createProxyPrototypeClass` of the pool is the only one who wraps a prototype of this name with nothing but `get`. */
function isPoolWrapper(target: object, handler: object): boolean {
  return target.constructor.name === "Class" && Object.keys(handler).join() === "get";
}

globalThis.Proxy = new Proxy(Proxy, {
  construct(original, [target, handler]: [object, ProxyHandler<object>]) {
    if (wrapped.has(target)) return target;
    const proxy = new original(target, handler);
    if (typeof target === "object" && isPoolWrapper(target, handler)) wrapped.add(proxy);
    return proxy;
  },
});
