// SPDX-License-Identifier: Apache-2.0
/**
 * Service and client against Mono's implementation of WCF, which shares no code with this project. The C# programs are in
 * {@code src/test/mono}; {@code docs/interop-mono.md} tells what works and what Mono itself makes impossible.
 */
@NullMarked
package dev.wshttp.it.mono;

import org.jspecify.annotations.NullMarked;
