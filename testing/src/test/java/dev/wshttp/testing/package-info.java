// SPDX-License-Identifier: Apache-2.0
/** Tests of the partners: each partner against the other, in all modes. */
@NullMarked
package dev.wshttp.testing;

import org.jspecify.annotations.NullMarked;
