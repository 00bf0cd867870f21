// Keys 1 to 5 answer, while the focus is among the answers (WCAG 2.1.4: single keys only where they are focused).
export function startAnswerKeys(root) {
  for (const group of root.querySelectorAll("[data-answer-keys]")) {
    group.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const button = group.querySelector(`button[value="${CSS.escape(event.key)}"]`);
      if (button) button.click();
    });
  }
}
