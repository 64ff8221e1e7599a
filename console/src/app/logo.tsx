import { Link } from '@tanstack/react-router';
import { productLogo, productName } from '../branding';
import { cn } from '../ui/class-names';

const Gate = () => (
  <svg viewBox="0 0 32 32" className="size-7 shrink-0" aria-hidden>
    <rect width="32" height="32" rx="8" fill="#0f6b5f" />
    <path
      d="M8 25V14a8 8 0 0 1 16 0v11M13 25V15.5M19 25V15.5M6 25h20"
      fill="none"
      stroke="#fff"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
  </svg>
);

/** The product's picture and name. */
export const Logo = () => (
  <span className="flex items-center gap-2.5 font-semibold tracking-tight wrap-anywhere">
    {productLogo === '' ? <Gate /> : <img src={productLogo} alt="" className="size-7 shrink-0" />}
    {productName}
  </span>
);

export const HomeLink = ({ className }: { className?: string }) => (
  <Link to="/" aria-label={`${productName}, start page`} className={cn('rounded-md', className)}>
    <Logo />
  </Link>
);
