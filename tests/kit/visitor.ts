import { parse, type HTMLElement } from 'node-html-parser'

/*
 * A browser without JavaScript: keeps cookies, follows links and redirects, fills in forms and presses their buttons.
 * What works with it works everywhere (W-02).
 */

type Headers = Readonly<Record<string, string>>

/** A page as it arrived. */
export type Seen = {
  readonly status: number
  readonly path: string
  readonly headers: globalThis.Headers
  readonly html: string
  readonly page: HTMLElement
  /** All that can be read on it, without its tags. */
  readonly words: string
}

export type Filling = Readonly<Record<string, string | readonly string[]>>

const redirectsMax = 5

export class Visitor {
  readonly #cookies = new Map<string, string>()
  readonly #headers: Headers
  readonly base: string
  seen: Seen | undefined

  constructor(base: string, headers: Headers = { 'accept-language': 'de' }) {
    this.base = base
    this.#headers = headers
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies
  }
  keepCookie(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  /** Opens a page, follows redirects to its end. */
  async open(path: string, headers: Headers = {}): Promise<Seen> {
    return this.#follow(await this.fetch(path, { headers }), path)
  }

  /** Follows the link with these words on the page that is open. */
  async follow(words: string): Promise<Seen> {
    const link = this.#page.querySelectorAll('a').find((one) => one.textContent.trim() === words)
    if (link === undefined) throw new Error(`no link "${words}" on ${this.#at.path}`)
    const { pathname, search } = new URL(link.getAttribute('href') ?? '', this.#address)
    return this.open(pathname + search)
  }

  /** Fills in the form that has a button with these words, and presses it. Unnamed fields keep what they show. */
  async press(words: string, filling: Filling = {}): Promise<Seen> {
    const button = this.#page
      .querySelectorAll('button')
      .find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === words)
    if (button === undefined)
      throw new Error(`no button "${words}" on ${this.#at.path}:\n${this.#at.words}`)
    const form = this.#formOf(button)
    const fields = fieldsOf(form, this.#page)
    for (const [name, value] of Object.entries(filling)) {
      if (!hasField(form, this.#page, name))
        throw new Error(`no field "${name}" in the form of "${words}"`)
      fields.delete(name)
      for (const one of [value].flat()) fields.append(name, one)
    }
    const name = button.getAttribute('name')
    if (name !== undefined) fields.append(name, button.getAttribute('value') ?? '')
    const action = button.getAttribute('formaction') ?? form.getAttribute('action') ?? this.#at.path
    if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'get') {
      return this.open(`${action}?${fields.toString()}`)
    }
    return this.send(action, fields)
  }

  /** Sends a form as a browser does from one of our pages. */
  async send(path: string, fields: URLSearchParams, headers: Headers = {}): Promise<Seen> {
    const answer = await this.fetch(path, {
      method: 'POST',
      body: fields,
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    })
    return this.#follow(answer, path)
  }

  /** One request with this browser's cookies, no redirect followed. */
  async fetch(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Headers } = {},
  ): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...this.#headers, ...(cookie !== '' && { cookie }), ...init.headers }
    const answer = await fetch(new URL(path, this.base), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) this.#keep(line)
    return answer
  }

  #keep(line: string): void {
    const [pair = '', ...rest] = line.split(';')
    const [name = '', value = ''] = pair.split('=')
    const expires = rest.map((part) => part.trim()).find((part) => /^expires=/i.test(part))
    const over = expires !== undefined && Date.parse(expires.slice(8)) < 86_400_000
    if (over || value === '') this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }

  async #follow(answer: Response, path: string): Promise<Seen> {
    let [at, from] = [answer, path]
    for (let hops = 0; at.status >= 300 && at.status < 400; hops++) {
      if (hops === redirectsMax) throw new Error('redirected too often')
      const next = new URL(at.headers.get('location') ?? '', new URL(from, this.base))
      from = next.pathname + next.search
      at = await this.fetch(from)
    }
    const html = await at.text()
    const page = parse(html)
    const body = page.querySelector('body') ?? page
    const words = body.textContent.replace(/\s+/g, ' ').trim()
    this.seen = { status: at.status, path: from, headers: at.headers, html, page, words }
    return this.seen
  }

  get #address(): URL {
    return new URL(this.#at.path, this.base)
  }
  get #at(): Seen {
    if (this.seen === undefined) throw new Error('no page is open')
    return this.seen
  }
  get #page(): HTMLElement {
    return this.#at.page
  }

  #formOf(button: HTMLElement): HTMLElement {
    const named = button.getAttribute('form')
    const form =
      named === undefined ? button.closest('form') : this.#page.querySelector(`#${named}`)
    if (form === null) throw new Error(`"${button.textContent}" belongs to no form`)
    return form
  }
}

const controls = 'input, select, textarea'

/** The controls of a form, also those that stand outside and name it. */
function controlsOf(form: HTMLElement, page: HTMLElement): HTMLElement[] {
  const id = form.getAttribute('id')
  const outside =
    id === undefined
      ? []
      : page.querySelectorAll(controls).filter((one) => one.getAttribute('form') === id)
  return [...form.querySelectorAll(controls), ...outside]
}

function hasField(form: HTMLElement, page: HTMLElement, name: string): boolean {
  return controlsOf(form, page).some((control) => control.getAttribute('name') === name)
}

/** What a browser would send if nobody touched anything. */
function fieldsOf(form: HTMLElement, page: HTMLElement): URLSearchParams {
  const fields = new URLSearchParams()
  for (const control of controlsOf(form, page)) {
    const name = control.getAttribute('name')
    if (name === undefined || control.hasAttribute('disabled')) continue
    const value = valueOf(control)
    if (value !== undefined) fields.append(name, value)
  }
  return fields
}

function valueOf(control: HTMLElement): string | undefined {
  const type = control.getAttribute('type')
  if (control.tagName === 'SELECT') {
    const options = control.querySelectorAll('option')
    const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0]
    return chosen?.getAttribute('value') ?? chosen?.textContent
  }
  if (control.tagName === 'TEXTAREA') return control.textContent
  if (type === 'checkbox' || type === 'radio') {
    return control.hasAttribute('checked') ? (control.getAttribute('value') ?? 'on') : undefined
  }
  if (type === 'submit' || type === 'button') return undefined
  return control.getAttribute('value') ?? ''
}
