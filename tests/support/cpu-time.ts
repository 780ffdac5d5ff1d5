/**
 * Starts counting the processor time of this process; call what it returns for the milliseconds so far. For telling work
 * that runs away from work that ends, on a machine however busy: the clock on the wall would count others' work too.
 */
export function cpuTimer(): () => number {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }
}
