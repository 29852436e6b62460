// Tells whether a mark at the top of a list has been scrolled away: then what is added above would move what somebody reads.

/** As high as the page's bar, which covers what is scrolled below it; and as far down as any page goes. */
const margin = "-42px 0px 1000000px 0px";

export function watch(mark, page) {
  if (!mark) return;
  let said;
  const observer = new IntersectionObserver(entries => {
    const atTop = entries.at(-1).isIntersecting;
    if (!mark.isConnected) observer.disconnect();
    else if (atTop !== said) page.invokeMethodAsync("TopAsync", said = atTop).catch(() => observer.disconnect()); // the page was left
  }, { rootMargin: margin });
  observer.observe(mark);
}
