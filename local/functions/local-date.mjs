/**
 * Makes `Date` of this thread follow the local clock: `Date.now()`, `new Date()` and `Date()`. Timers and
 * `performance` stay real. What is made by the built-in class elsewhere is still a `Date`.
 *
 * @param {SharedArrayBuffer} sharedOffset milliseconds ahead of the machine's time, as LocalClock shares it
 */
export function followLocalClock(sharedOffset) {
  const offset = new BigInt64Array(sharedOffset);
  const machineNow = Date.now;
  const now = () => machineNow() + Number(Atomics.load(offset, 0));

  const LocalDate = new Proxy(Date, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: (target) => new target(now()).toString(),
  });

  Date.now = now;
  Date.prototype.constructor = LocalDate;
  globalThis.Date = LocalDate;
}
