// Set-up before `npm start` and `npm test`: packages as in the lockfile, and a Java for DynamoDB Local.
// Plain JavaScript for the machine's own Node (20 or later), because Node 24 is one of the packages.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const OLDEST_JAVA = 17;
const JAVA_NEEDED =
  `Java ${OLDEST_JAVA} or later is needed (for DynamoDB Local). Debian: sudo apt-get install -y default-jre-headless · ` +
  'macOS: brew install --cask temurin · Windows: winget install EclipseAdoptium.Temurin.21.JRE';

try {
  if (!packagesAreCurrent(ROOT)) installPackages();
  if (javaVersion() < OLDEST_JAVA) throw new Error(JAVA_NEEDED);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * Tells whether node_modules holds what the lockfile says. Contents are compared, not times: a fresh
 * clone or a switched branch changes times only.
 */
function packagesAreCurrent(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));

  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    // Builds for other platforms are optional and not there.
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {};
  } catch (error) {
    // npm writes its own list last: without it an installation never came to an end.
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

function installPackages() {
  console.log('Installing the packages of package-lock.json …');
  const { status, error } = spawnSync('npm', ['ci'], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });

  if (status !== 0) throw new Error(`"npm ci" failed${error ? `: ${error.message}` : ''}`);
}

/** The major version of the Java on the PATH; 0 when there is none. */
function javaVersion() {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const [, first, second] = (status === 0 && /version "(\d+)(?:\.(\d+))?/.exec(stderr)) || [];

  // Java 8 and older call themselves 1.8 and so on.
  return Number((first === '1' ? second : first) ?? 0);
}
