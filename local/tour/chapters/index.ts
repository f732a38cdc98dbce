import type { Chapter } from '../chapter.ts';
import { addedPerson } from './added-person.ts';
import { addingGroups } from './adding-groups.ts';
import { addingUsers } from './adding-users.ts';
import { applying } from './applying.ts';
import { applyingForCertificates } from './applying-for-certificates.ts';
import { approving } from './approving.ts';
import { cancellingCertificates } from './cancelling-certificates.ts';
import { clientCertificates } from './client-certificates.ts';
import { deletingGroups } from './deleting-groups.ts';
import { deletingUsers } from './deleting-users.ts';
import { editingGroups } from './editing-groups.ts';
import { editingUsers } from './editing-users.ts';
import { endingRequests } from './ending-requests.ts';
import { firstLogin } from './first-login.ts';
import { history } from './history.ts';
import { languages } from './languages.ts';
import { leaving } from './leaving.ts';
import { lockedLogin } from './locked-login.ts';
import { loggingOut } from './logging-out.ts';
import { loginMethod } from './login-method.ts';
import { ownGroup } from './own-group.ts';
import { permissionDenied } from './permission-denied.ts';
import { registration } from './registration.ts';
import { renewingCertificates } from './renewing-certificates.ts';
import { repeatedRequests } from './repeated-requests.ts';
import { resettingLoginPasswords } from './resetting-login-passwords.ts';
import { resettingTransactionPasswords } from './resetting-transaction-passwords.ts';
import { whoMayDoWhat } from './who-may-do-what.ts';

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
  history,
  loggingOut,
  languages,
  repeatedRequests,
  editingGroups,
  ownGroup,
  editingUsers,
  whoMayDoWhat,
  resettingLoginPasswords,
  resettingTransactionPasswords,
  approving,
  endingRequests,
  deletingUsers,
  deletingGroups,
  applyingForCertificates,
  clientCertificates,
  renewingCertificates,
  loginMethod,
  cancellingCertificates,
  leaving,
];
