// SPDX-License-Identifier: Apache-2.0
/** Several instances of a service behind a balancer that spreads message by message, and what befalls them. */
@NullMarked
package dev.wshttp.it.instances;

import org.jspecify.annotations.NullMarked;
