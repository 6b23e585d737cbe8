// Runs edited modules on the JavaScript runtime of a Vera, for Vera.GcStress. Its file is the first argument.
//
// One JSON request a line on standard input, as worker.py is given them for "edited", but for the module, which is
// in binary form and base64; JSON answers, one a line: one for each plan, and {"done": true}. The heap is not looked
// at here: modules ask when to collect, and that is all.

import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const runtime = pathToFileURL(process.argv[1]).href;
// What reaches out of this process; and HTML, which Vera's runtime has the browser parse.
const refusedNames = /^((async_)?http_|async_|inference_|db_|write_file$|html_parse$)/;
const zone = { allocations: 0, collections: 0, refused: null, now: 0, seed: 0, plan: null };
let runs = 0;

const answer = fields => process.stdout.write(JSON.stringify(fields) + '\n');
const firstLine = text => String(text).split('\n').map(line => line.trim()).filter(Boolean).join(' ').slice(0, 4000);

// Time stands at one moment and moves by what is slept; chance is the same in every run.
Date.now = () => zone.now;
Math.random = () => {
  zone.seed = (Math.imul(zone.seed, 1664525) + 1013904223) >>> 0;
  return zone.seed / 2 ** 32;
};

const hooks = {
  allocating() {
    zone.allocations++;
    const { every, points } = zone.plan;
    return points.includes(zone.allocations) || (every > 0 && zone.allocations % every === 0) ? 1 : 0;
  },
  collecting() {
    zone.collections++;
  },
  collected() {},
  entered() {},
  left() {},
};

const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = (module, imports) => {
  const given = { ...imports.vera };
  for (const name of Object.keys(given).filter(name => refusedNames.test(name))) {
    given[name] = () => {
      zone.refused = name;
      throw new Error(`${name} is refused`);
    };
  }
  if (given.sleep) {
    given.sleep = ms => {
      zone.now += Math.min(Math.max(0, Number(ms)), 1e9);
    };
  }
  return instantiate(module, { ...imports, vera: given, gcstress: hooks });
};

// As Vera's other host names them.
function trapOf(error) {
  const message = String(error.message);
  if (error instanceof RangeError && /call stack/.test(message)) return 'stack_exhausted';
  if (message === 'Integer overflow') return 'overflow';
  if (!(error instanceof WebAssembly.RuntimeError)) return error.constructor === Error ? 'contract_violation' : 'host';
  if (/unreachable/.test(message)) return 'unreachable';
  if (/out of bounds/.test(message)) return 'out_of_bounds';
  if (/divide by zero|remainder by zero/.test(message)) return 'divide_by_zero';
  return 'unknown';
}

// A number in words becomes what the parameter takes, whole or not, of 32 bits or of 64.
const argumentOf = text => text === 'true' ? '1' : text === 'false' ? '0' : text;

async function run(bytes, request, plan) {
  Object.assign(zone, { allocations: 0, collections: 0, refused: null, now: 1.7e12, seed: 1, plan });
  const seen = { function: request.function, stdout: '' };
  let vera;
  try {
    vera = await import(`${runtime}?run=${++runs}`);
    const lines = request.input.split('\n');
    await vera.initFromBytes(bytes, { stdin: lines.at(-1) === '' ? lines.slice(0, -1) : lines });
  } catch (error) {
    return { ...seen, rejected: `its JavaScript runtime does not start it: ${firstLine(error.message)}` };
  }
  try {
    const value = vera.call(request.function, ...request.arguments.map(argumentOf));
    seen.value = value === undefined || Array.isArray(value) ? null : String(value);
    seen.exit = vera.getExitCode() === null ? null : Number(vera.getExitCode());
  } catch (error) {
    seen.trap = trapOf(error);
    seen.error = `${error.constructor.name}: ${firstLine(error.message)}`;
  }
  seen.stdout = vera.getStdout();
  if (seen.stdout.length > request.outputChars) {
    Object.assign(seen, { stdout: seen.stdout.slice(0, request.outputChars), truncated: true });
  }
  const { allocations, collections, refused } = zone;
  return { ...seen, allocations, collections, refused };
}

answer({ version: process.version });
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const bytes = Buffer.from(request.edited, 'base64');
  for (const plan of request.plans) {
    answer(await run(bytes, request, plan));
  }
  answer({ done: true });
}
