import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { SOURCES } from './envelope.ts';
import { MailId } from './ids.ts';

export const mailRequested = defineEvent({
  type: 'mail-requested',
  version: 1,
  source: SOURCES.internal,
  summary:
    'One mail is to be sent: the job at this position of the mail item. Address and text stay in the table; the aggregate is the mail item.',
  listeners: ['functions/listeners/send-mail.ts'],
  data: z.strictObject({
    mailId: MailId,
    position: z.int().min(0).meta({ description: 'Which of the jobs that one transaction put into the mail item, from 0' }),
  }),
  example: {
    id: '01jdp3y8a2b4c6d8e0f1g3h5j7-4',
    type: 'mail-requested',
    version: 1,
    tenantId: 'aoba',
    occurredAt: '2026-12-01T01:20:00.000Z',
    aggregate: { id: '01jdp3y8a2b4c6d8e0f1g3h5j7', version: 1 },
    data: { mailId: '01jdp3y8a2b4c6d8e0f1g3h5j7', position: 0 },
  },
});
