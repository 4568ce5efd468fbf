/** The pages that the navigation leads to, and `g` with which letter. */
export const pages = [
  { to: '/', title: 'Queue', key: 'q', icon: 'M2 4h12M2 8h12M2 12h8' },
  {
    to: '/shielding',
    title: 'Shielding',
    key: 's',
    icon: 'M8 1.5l5.5 2v4.500c0 3-2.500 5.500-5.500 6.500-3-1-5.500-3.500-5.500-6.500v-4.500z',
  },
  {
    to: '/fleet',
    title: 'Fleet',
    key: 'f',
    icon: 'M8 2v4M8 6L3.500 10M8 6l4.500 4M8 2.500a1 1 0 1 0 .01 0M3 11.500a1.500 1.500 0 1 0 .01 0M13 11.500a1.500 1.500 0 1 0 .01 0',
  },
  {
    to: '/orders',
    title: 'Orders',
    key: 'o',
    icon: 'M8 2a6 6 0 1 0 .01 0M5.500 5.500l5 5M10.500 5.500l-5 5',
  },
  {
    to: '/silences',
    title: 'Silences',
    key: 'i',
    icon: 'M4 11V7a4 4 0 0 1 8 0v4l1.500 1.500h-11zM2 2l12 12',
  },
  { to: '/channels', title: 'Channels', key: 'c', icon: 'M2 4h12v8H2zM2 4l6 5 6-5' },
  { to: '/rules', title: 'Rules', key: 'r', icon: 'M4 2h8v12H4zM6 5h4M6 8h4M6 11h2' },
  { to: '/telemetry', title: 'Telemetry', key: 't', icon: 'M1.500 8h3l2-5 3 10 2-5h3' },
] as const;
