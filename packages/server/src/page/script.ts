/** The front page's only script: copy buttons. Without it the page lacks nothing but them. */
export const SCRIPT = `
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    const label = button.textContent
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = label }, 1500)
  })
}
`
