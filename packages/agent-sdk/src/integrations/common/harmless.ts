import { errorType } from '../../outcome.ts';

/**
 * What a framework calls: whatever goes wrong in it is ours, and must not become the agent's.
 *
 * @param otherwise - What is answered then. Default nothing, which suits what answers nothing.
 */
export const harmless =
  <Args extends unknown[], Result>(
    warn: (message: string) => void,
    observe: (...args: Args) => Result,
    otherwise: (...args: Args) => Result = () => undefined as Result,
  ) =>
  (...args: Args): Result => {
    try {
      return observe(...args);
    } catch (error) {
      warn(`mortsafe: something the framework told was not recorded (${errorType(error)}).`);
      return otherwise(...args);
    }
  };
