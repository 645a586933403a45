// SPDX-License-Identifier: Apache-2.0
/** Tests of what a container gets; the tests of the images run containers. */
@NullMarked
package dev.wshttp.testing.container;

import org.jspecify.annotations.NullMarked;
