import type { Chapter } from '../chapter.ts';
import { addedPerson } from './added-person.ts';
import { addingGroups } from './adding-groups.ts';
import { addingUsers } from './adding-users.ts';
import { applying } from './applying.ts';
import { firstLogin } from './first-login.ts';
import { languages } from './languages.ts';
import { lockedLogin } from './locked-login.ts';
import { loggingOut } from './logging-out.ts';
import { permissionDenied } from './permission-denied.ts';
import { registration } from './registration.ts';
import { repeatedRequests } from './repeated-requests.ts';

/** Every chapter, in the order of the tour: later ones live on what earlier ones noted. */
export const chapters: readonly Chapter[] = [
  registration,
  firstLogin,
  applying,
  addingGroups,
  addingUsers,
  addedPerson,
  permissionDenied,
  lockedLogin,
  loggingOut,
  languages,
  repeatedRequests,
];
