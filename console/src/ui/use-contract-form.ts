import { ProblemError } from '@gatehouse/client';
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useState } from 'react';
import {
  useForm,
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
} from 'react-hook-form';
import type { z } from 'zod';
import { fieldOf } from '../api/problems';

interface ContractFormOptions<In extends FieldValues, Out, Answer> {
  /** The contract of what is sent: it checks the fields before the server does. */
  contract: z.ZodType<Out, In>;
  defaultValues: DefaultValues<In>;
  send: (values: Out) => Promise<Answer>;
  onDone: (answer: Answer, values: Out) => void;
  /** Error codes that speak of one field. */
  codes?: Partial<Record<string, Path<In>>>;
}

/** Puts the server's complaints to the fields they are about; false when one is about none. */
const placeErrors = <In extends FieldValues>(
  form: Pick<UseFormReturn<In>, 'setError' | 'getValues'>,
  error: unknown,
  codes: Partial<Record<string, Path<In>>>,
): boolean => {
  if (!(error instanceof ProblemError)) return false;
  const known = Object.keys(form.getValues());
  const placed = error.errors
    .map(({ pointer, message }) => ({
      name: known.find((key) => key === fieldOf(pointer)),
      message,
    }))
    .filter((entry) => entry.name !== undefined);
  for (const [index, { name, message }] of placed.entries()) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is a key of the form
    form.setError(name as Path<In>, { message }, { shouldFocus: index === 0 });
  }
  if (placed.length > 0) return true;
  const field = codes[error.code];
  if (field === undefined) return false;
  form.setError(field, { message: error.message }, { shouldFocus: true });
  return true;
};

/** A form over a contract: checks, sends, and shows each error where it belongs. */
export const useContractForm = <In extends FieldValues, Out, Answer>({
  contract,
  defaultValues,
  send,
  onDone,
  codes = {},
}: ContractFormOptions<In, Out, Answer>) => {
  const [problem, setProblem] = useState<unknown>();
  const form = useForm<In, unknown, Out>({
    resolver: standardSchemaResolver(contract),
    defaultValues,
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setProblem(undefined);
    try {
      onDone(await send(values), values);
    } catch (error) {
      if (!placeErrors(form, error, codes)) setProblem(error);
    }
  });

  return {
    ...form,
    errors,
    busy: isSubmitting,
    /** What went wrong and is not about one field. */
    problem,
    onSubmit: (event: React.SyntheticEvent) => {
      event.preventDefault();
      if (!isSubmitting) void submit(event);
    },
  };
};
