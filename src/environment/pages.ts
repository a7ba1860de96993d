import { host, mailAddress, networks, port, text, url } from './checks.ts'

/** Where people reach us. */

export const pages = {
  HOST: host('127.0.0.1').describe('Address on which pages and webhooks are served.'),
  PORT: port(3000).describe('Port of pages and webhooks.'),
  PUBLIC_URL: url(/^https?:$/, 'must be a whole address such as https://runde.example.org')
    .optional()
    .describe(
      'How the outside reaches us; signatures are checked against it. Usual: http://HOST:PORT',
    ),
  TRUSTED_PROXIES: networks(0)
    .default([])
    .describe(
      'Networks of our own proxies, such as 127.0.0.1/32: whose word on where a visitor comes from counts.',
    ),
  STAFF_HOST: host('127.0.0.1').describe(
    'Address on which the staff console is served: this machine alone, or an internal network.',
  ),
  STAFF_PORT: port(3001).describe('Port of the staff console.'),
  STAFF_URL: url(/^https?:$/, 'must be a whole address such as https://staff.example.org')
    .optional()
    .describe(
      'How staff reach their console, if through a proxy. Usual: http://STAFF_HOST:STAFF_PORT',
    ),
}

export const about = {
  IMPRINT: text(/\S/, 'must not be empty')
    .optional()
    .describe('Who is responsible for the pages, with address; lines are kept. May be a file.'),
  CONTACT_MAIL: mailAddress()
    .optional()
    .describe('Where people write about the pages: barriers, privacy, anything else.'),
}
