// What listens in real time begins first and side by side, the longest ahead: such tests wait more than they work. What
// works instead of waiting fills the time behind them. A test whose name is missing here only costs time.
const longest = [
  'journeys/journeys',
  'journeys/evening',
  'journeys/undisturbed',
  'canary',
  'journeys/app-dies',
  'commands/doctor',
  'journeys/time',
  'phones/',
  'browser/whole-evening',
  'browser/every-page',
  'browser/every-room-page',
  'browser/every-staff-page',
]

const place = ({ path }) => {
  const at = longest.findIndex((name) => path.includes(`/tests/${name}`))
  return at < 0 ? longest.length : at
}

export default class LongestFirst {
  sort(tests) {
    return tests.toSorted((a, b) => place(a) - place(b) || a.path.localeCompare(b.path))
  }

  cacheResults() {
    // Nothing is remembered: a fresh checkout goes through in the same order.
  }
}
