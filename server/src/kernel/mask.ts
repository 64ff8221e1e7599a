/** A phone number with most of it hidden, such as `•••78`. */
export const maskNumber = (number: string): string => `•••${number.slice(-2)}`;

/** An e-mail address with most of it hidden, such as `a•••@example.com`. */
export const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
};
