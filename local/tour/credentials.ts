/** What the people of the tour choose: by C-1 and C-2, and (C-3) without four digits in a row that an ID could hold. */
export const LOGIN_PASSWORD = 'Yuki-58k3';
export const TRANSACTION_PASSWORD = 'Sora-71m6';
export const NEW_LOGIN_PASSWORD = 'Kumo-62n7';
export const NEW_TRANSACTION_PASSWORD = 'Hoshi-83r';

/** Open certificate files: the one that is picked up, and the one after its renewal. */
export const KEY_PASSWORD = 'Tooi-sora-2026';
export const NEW_KEY_PASSWORD = 'Nagai-michi-2026';
