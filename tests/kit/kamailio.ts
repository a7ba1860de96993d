import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { program } from './programs.ts'

/** A provider: a registrar with three accounts, and a telephone network behind it. */
export type Provider = AsyncDisposable & {
  readonly address: string
  readonly port: number
  /** `host:port`, where the telephone network rings the numbers of the accounts. */
  readonly target: string
  /** What it has printed: one line for each REGISTER that it has taken or refused. */
  printed(): string
}

export type ProviderWishes = {
  readonly algorithm?: 'MD5' | 'SHA-256'
  readonly password?: string
  /** Certificate and key in PEM files: TLS beside UDP and TCP. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string }
}

export const provider = {
  ...{ address: '127.5.0.100', port: 5160 },
  /** The address that the name in the certificate for tests leads to. */
  ...{ tlsName: 'localhost', tlsAddress: '127.0.0.1', tlsPort: 5161 },
  ...{ password: 'trunk-secret', realm: 'provider.invalid' },
  /** Accounts, and the number that rings at each. */
  first: { user: '4930231251t0', number: '+493023125100' },
  second: { user: '4930231252t0', number: '+493023125200' },
  third: { user: '4930231253t0', number: '+493023125300' },
} as const

const modules = '/usr/lib/x86_64-linux-gnu/kamailio/modules/'
const readyTries = 100
const stopMs = 3000

/**
 * Kamailio as a SIP provider on one loopback address, without a database. It takes registrations with digest, and
 * whatever is dialled at it goes to the registered contact: Record-Route, P-Called-Party-ID with the number dialled, and
 * P-Asserted-Identity, or Privacy for a caller named anonymous.
 */
export async function kamailio(wishes: ProviderWishes = {}): Promise<Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-kamailio-'))
  const file = join(folder, 'kamailio.cfg')
  writeFileSync(file, configuration(wishes))
  if (wishes.tls) writeFileSync(join(folder, 'tls.cfg'), tlsConfiguration(wishes.tls))
  const running = spawn(
    program('kamailio', 'kamailio kamailio-tls-modules'),
    ['-f', file, '-DD', '-E', '-m', '32', '-M', '4', '-Y', folder, '-P', join(folder, 'pid')],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder },
  )
  let printed = ''
  for (const stream of [running.stdout, running.stderr]) {
    stream.on('data', (bytes: Buffer) => (printed = (printed + bytes.toString()).slice(-50_000)))
  }
  const stop = async () => {
    if (running.exitCode === null && running.signalCode === null) {
      const gone = once(running, 'exit')
      running.kill('SIGTERM')
      await Promise.race([gone, pass(stopMs, undefined, { ref: false })])
      running.kill('SIGKILL')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < readyTries && running.exitCode === null; tries++) {
    if (await answers()) {
      const { address, port } = provider
      const target = `${address}:${port}`
      return { address, port, target, printed: () => printed, [Symbol.asyncDispose]: stop }
    }
  }
  await stop()
  throw new Error(`kamailio did not start:\n${printed}`)
}

function configuration({ algorithm = 'MD5', password = provider.password, tls }: ProviderWishes) {
  const { address, port, tlsAddress, tlsPort, realm, first, second, third } = provider
  const used = ['tm', 'sl', 'rr', 'pv', 'maxfwd', 'textops', 'siputils', 'xlog', 'usrloc']
  return `#!KAMAILIO
debug=1
log_stderror=yes
fork=yes
children=1
tcp_children=1
auto_aliases=no
alias="${realm}"
listen=udp:${address}:${port}
listen=tcp:${address}:${port}
${tls ? `listen=tls:${tlsAddress}:${tlsPort}\nenable_tls=yes` : ''}
mpath="${modules}"
${[...(tls ? ['tls'] : []), ...used, 'registrar', 'auth'].map((one) => `loadmodule "${one}.so"`).join('\n')}
${tls ? 'modparam("tls", "config", "tls.cfg")' : ''}
modparam("auth", "algorithm", "${algorithm}")
modparam("auth", "qop", "auth")
modparam("auth", "nonce_count", 1)
modparam("auth", "nonce_expire", 60)
modparam("registrar", "max_expires", 120)
modparam("registrar", "min_expires", 30)
modparam("rr", "enable_full_lr", 1)
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
    sl_send_reply("404", "Not here"); exit;
  }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
  if (is_method("REGISTER")) {
    if (!pv_www_authenticate("${realm}", "${password}", "0")) {
      xlog("L_ERR", "provider: challenged $proto $hdr(CSeq)\\n");
      www_challenge("${realm}", "1"); exit;
    }
    xlog("L_ERR", "provider: accepted $proto expires $hdr(Expires) $aa\\n");
    save("location"); exit;
  }
  if (is_method("INVITE")) {
    record_route();
    append_hf("P-Called-Party-ID: <sip:$rU@${realm}>\\r\\n");
    if ($fU == "anonymous") append_hf("Privacy: id\\r\\n");
    else append_hf("P-Asserted-Identity: <sip:$fU@${realm};user=phone>\\r\\n");
${[first, second, third].map(({ user, number }) => `    if ($rU == "${number}") $ru = "sip:${user}@${realm}";\n`).join('')}    if (!lookup("location")) { sl_send_reply("404", "Number not registered"); exit; }
    t_relay(); exit;
  }
  sl_send_reply("405", "Method Not Allowed");
}
`
}

function tlsConfiguration({ certificateFile, keyFile }: NonNullable<ProviderWishes['tls']>) {
  return `[server:default]\nmethod = TLSv1.2+\nverify_certificate = no\nrequire_certificate = no\ncertificate = ${certificateFile}\nprivate_key = ${keyFile}\n`
}

/** Whether an OPTIONS comes back within a moment. */
async function answers(): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    socket.bind(0, '127.5.0.99')
    await once(socket, 'listening')
    const { port } = socket.address()
    const heard = once(socket, 'message', { signal: AbortSignal.timeout(100) })
    socket.send(
      [
        `OPTIONS sip:${provider.address} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.5.0.99:${port};branch=z9hG4bK${Date.now()}`,
        'Max-Forwards: 5',
        'From: <sip:probe@127.5.0.99>;tag=1',
        `To: <sip:${provider.address}>`,
        `Call-ID: ${Date.now()}`,
        'CSeq: 1 OPTIONS',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
      provider.port,
      provider.address,
    )
    await heard
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}
