// SPDX-License-Identifier: Apache-2.0
/**
 * Service and client in containers, from the images that the {@code Dockerfile} beside each module makes. What differs from a process
 * on this machine is tested here: who runs it, what it may read and write, how it is reached, how it is watched and how it ends.
 */
@NullMarked
package dev.wshttp.it.container;

import org.jspecify.annotations.NullMarked;
