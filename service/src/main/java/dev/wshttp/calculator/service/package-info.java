// SPDX-License-Identifier: Apache-2.0
/**
 * The calculator service as a process: command line, settings, HTTP server and the operations themselves.
 * What secures it is one feature given to the endpoint; nothing in this package knows how.
 * {@code SettingsSource} and {@code LogOutput} are deliberate copies of the client's, so that each module can be copied alone.
 */
@NullMarked
package dev.wshttp.calculator.service;

import org.jspecify.annotations.NullMarked;
