// SPDX-License-Identifier: Apache-2.0
// Puts a button above each block of code, which copies it. The page is whole without it: a click on a block then selects the block.
for (const block of document.querySelectorAll('pre')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy ' + block.dataset.name);
  const told = document.createElement('span');
  told.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    getSelection().selectAllChildren(block);
    let copied = true;
    try {
      await navigator.clipboard.writeText(block.textContent);
    } catch {
      // Browsers have no clipboard object for addresses with http:// on other machines.
      copied = document.execCommand('copy');
    }
    told.textContent = copied ? 'Copied.' : 'Selected. Copy it with the keyboard.';
  });
  block.before(button, told);
}
