// SPDX-License-Identifier: Apache-2.0
/** The libraries as Java modules: {@code examples/modules}, compiled and run on the module path with the jars that are published. */
@NullMarked
package dev.wshttp.it.modules;

import org.jspecify.annotations.NullMarked;
