/** What this process has used by now. */
export interface Used {
  /** Of a processor, all threads together. */
  cpuSeconds: number;
  /** The most memory it ever had. */
  peakMb: number;
}

export function used(): Used {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: Math.round(maxRSS / 1_024) };
}
