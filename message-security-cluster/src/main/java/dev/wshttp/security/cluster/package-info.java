// SPDX-License-Identifier: Apache-2.0
/**
 * Several instances of one service that stand for each other: tokens that carry their own state, sealed under a key that all instances have, and a memory on
 * the Redis protocol (Valkey, Redis 6 or later) of what must happen once.
 */
@NullMarked
package dev.wshttp.security.cluster;

import org.jspecify.annotations.NullMarked;
