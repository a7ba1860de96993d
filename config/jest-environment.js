import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

/**
 * Jest's own environment, with a global object as any program has it. Jest's lies behind a Proxy that cleans up after a test file:
 * there every `Math`, `Object` or `Array` is a call that takes a microsecond, a hundred times as long as it should.
 */
export default class PlainGlobals extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY)
    try {
      super(...given)
    } finally {
      vm.createContext = createContext
    }
  }
}
