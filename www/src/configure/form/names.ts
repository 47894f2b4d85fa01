// Ids of the elements of a field: a pointer may hold characters that no list of ids can.

export const inputId = (pointer: string): string => `field:${encodeURIComponent(pointer)}`;
export const helpId = (pointer: string): string => `help:${encodeURIComponent(pointer)}`;
export const findingsId = (pointer: string): string => `findings:${encodeURIComponent(pointer)}`;
