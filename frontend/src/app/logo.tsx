export function Logo() {
  return (
    <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#2752d0" />
      <path d="M16 7 7.5 25h4l1.6-3.7h5.8l1.6 3.7h4L16 7Zm0 7.3 1.7 4h-3.4l1.7-4Z" fill="#fff" />
    </svg>
  );
}
