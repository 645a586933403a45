// SPDX-License-Identifier: Apache-2.0
/** Writes the page: one HTML file without scripts, in which all that comes from messages is text. */
@NullMarked
package dev.wshttp.explain.internal.page;

import org.jspecify.annotations.NullMarked;
