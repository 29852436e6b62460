// Tells whether a mark at the top of a list is in sight, or still to come below, or has been scrolled away: then what is added above would move
// what somebody reads.

const bar = 48;

export function watch(mark, page) {
  if (!mark) return;
  let said;
  const observer = new IntersectionObserver(entries => {
    const { isIntersecting, boundingClientRect, rootBounds } = entries.at(-1);
    const atTop = isIntersecting || boundingClientRect.top >= (rootBounds?.top ?? bar);
    if (!mark.isConnected) observer.disconnect();
    else if (atTop !== said) page.invokeMethodAsync("TopAsync", said = atTop).catch(() => observer.disconnect()); // the page was left
  }, { rootMargin: `-${bar}px 0px 0px 0px` });
  observer.observe(mark);
}
