// SPDX-License-Identifier: Apache-2.0
/** What an application does with JAX-WS, each thing with the feature beside the same without it. */
@NullMarked
package dev.wshttp.security.application;

import org.jspecify.annotations.NullMarked;
