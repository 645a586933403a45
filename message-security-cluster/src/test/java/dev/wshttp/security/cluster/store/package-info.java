// SPDX-License-Identifier: Apache-2.0
/** Stores as processes of this machine, and the tests that let them fail. */
@NullMarked
package dev.wshttp.security.cluster.store;

import org.jspecify.annotations.NullMarked;
