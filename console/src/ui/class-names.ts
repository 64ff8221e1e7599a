import { clsx, type ClassValue } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; the later of two conflicting utilities wins. */
export const cn = (...values: ClassValue[]): string => twMerge(clsx(values));
