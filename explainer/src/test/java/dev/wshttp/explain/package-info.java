// SPDX-License-Identifier: Apache-2.0
/** Explanations of WCF's recordings, compared with what another program found in them, and of hostile input. */
@NullMarked
package dev.wshttp.explain;

import org.jspecify.annotations.NullMarked;
