// SPDX-License-Identifier: Apache-2.0
/**
 * Explains recorded messages of WCF's message security: which key signed and encrypted what, where the key came from, and what differs from WCF's form.
 * {@code Explanation.of(files, KeyFile.none())} reads them. Nothing here sends a message or answers one.
 */
@NullMarked
package dev.wshttp.explain;

import org.jspecify.annotations.NullMarked;
