// SPDX-License-Identifier: Apache-2.0
/**
 * The calculator client: a typed class for programs, and a command line that explains what went wrong.
 * What secures the calls is one feature given to the port; nothing in this package knows how.
 * {@code SettingsSource} and {@code LogOutput} are deliberate copies of the service's, so that each module can be copied alone.
 */
@NullMarked
package dev.wshttp.calculator.client;

import org.jspecify.annotations.NullMarked;
