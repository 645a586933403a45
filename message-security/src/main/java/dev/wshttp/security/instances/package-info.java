// SPDX-License-Identifier: Apache-2.0
/**
 * What the instances of one service share, so that each of them can stand for the others: sealed tokens, which carry the state of their sessions, and a
 * memory of what must happen once. The implementation is a module of its own; a service without one keeps its state in its own process.
 */
@NullMarked
package dev.wshttp.security.instances;

import org.jspecify.annotations.NullMarked;
