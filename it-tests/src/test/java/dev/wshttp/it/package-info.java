// SPDX-License-Identifier: Apache-2.0
/**
 * Service and client against each other and against attackers. Each class is one attack or one everyday mistake; the service runs from
 * its jar, as a user runs it.
 */
@NullMarked
package dev.wshttp.it;

import org.jspecify.annotations.NullMarked;
