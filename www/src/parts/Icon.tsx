// The few signs of the page, drawn with the colour of the text. They are decoration: what they mean is always said in words.

const PATHS = {
  database: "M4 6c0-1.7 3.600-3 8-3s8 1.300 8 3-3.600 3-8 3-8-1.300-8-3Zm0 0v12c0 1.700 3.600 3 8 3s8-1.300 8-3V6M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5",
  moon: "M20 14.500A8 8 0 0 1 9.500 4 8 8 0 1 0 20 14.500Z",
  eye: "M2 12s3.500-6.500 10-6.500S22 12 22 12s-3.500 6.500-10 6.500S2 12 2 12Zm10-2.800a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600Z",
  eyeOff: "M3 3l18 18M10 5.700A10 10 0 0 1 12 5.500c6.500 0 10 6.500 10 6.500a17 17 0 0 1-3 3.700M6.500 7.300A16 16 0 0 0 2 12s3.500 6.500 10 6.500a9.500 9.500 0 0 0 4.500-1.100",
  undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m16 5 4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  check: "m4 12.500 5 5L20 6.500",
  download: "M12 4v11m-4.500-4 4.500 4.500L16.500 11M4 20h16",
  upload: "M12 16V5M7.500 9 12 4.500 16.500 9M4 20h16",
  paste: "M9 4H6v16h12V4h-3M9 3h6v3.500H9zM9 11h6M9 15h4",
  plus: "M12 5v14M5 12h14",
  trash: "M4 7h16M9 7V4h6v3M6.500 7l1 13h9l1-13",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13ZM15.500 15.500 21 21",
  calendar: "M4 6h16v14H4zM4 10.500h16M8 3v4M16 3v4",
  arrow: "M5 12h14m-5-5 5 5-5 5",
  back: "M19 12H5m5-5-5 5 5 5",
  restart: "M4 12a8 8 0 1 1 2.500 5.800M4 19v-5h5",
  close: "m6 6 12 12M18 6 6 18",
  warn: "M12 4 2.500 20h19L12 4Zm0 6v5M12 17.500v.3",
  up: "m6 15 6-6 6 6",
  down: "m6 9 6 6 6-6",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
