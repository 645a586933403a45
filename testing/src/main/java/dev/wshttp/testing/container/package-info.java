// SPDX-License-Identifier: Apache-2.0
/** The calculator service in a container, for users of Testcontainers, which this package needs and no other does. */
@NullMarked
package dev.wshttp.testing.container;

import org.jspecify.annotations.NullMarked;
