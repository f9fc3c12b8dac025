import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** Loaded before the built program: says, when it is asked, for how long its event loop stood still at most since the last question. */
if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', (message) => {
    if (message !== 'stall') return;
    process.send!(delay.max / 1e9);
    delay.reset();
  });
  // The program ends when it wants to, not when it is no longer asked.
  process.channel?.unref();
}
