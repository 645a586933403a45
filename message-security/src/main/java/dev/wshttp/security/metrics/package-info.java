// SPDX-License-Identifier: Apache-2.0
/** Metrics of a service by Micrometer, which has to be on the class path for this package only. */
@NullMarked
package dev.wshttp.security.metrics;

import org.jspecify.annotations.NullMarked;
