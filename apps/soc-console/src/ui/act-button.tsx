import type { ReactNode } from 'react';
import { type Role, useMe } from '../api/me.tsx';

export interface ActButtonProps {
  role: Role;
  /** Where it acts; `null` is what belongs to no fleet. */
  fleet: string | null;
  onClick(): void;
  children: ReactNode;
  isDangerous?: boolean;
  isPrimary?: boolean;
  isSmall?: boolean;
  isBusy?: boolean;
  disabled?: boolean;
}

/** A button for those who may. To others it says what they lack, so that they know whom to ask. */
export function ActButton(props: ActButtonProps) {
  const { role, fleet, onClick, children, isDangerous, isPrimary, isSmall, isBusy = false, disabled } = props;
  const may = useMe().may(role, fleet);
  const looks = [isDangerous && 'danger', isPrimary && 'primary', isSmall && 'small']
    .filter(Boolean)
    .join(' ');
  return (
    <button
      type="button"
      className={`button ${looks}`}
      onClick={onClick}
      disabled={!may || isBusy || disabled}
      title={
        may ? undefined : `Needs the role ${role}${fleet === null ? ' in all fleets' : ' in this fleet'}`
      }
      aria-busy={isBusy}
    >
      {children}
    </button>
  );
}
