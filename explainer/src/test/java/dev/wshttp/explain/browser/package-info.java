// SPDX-License-Identifier: Apache-2.0
/** The page in Chromium, which is told what to do by the Chrome DevTools Protocol. */
@NullMarked
package dev.wshttp.explain.browser;

import org.jspecify.annotations.NullMarked;
